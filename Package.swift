// swift-tools-version: 6.2

import PackageDescription

/// Every Swift target is built the same way: memory-unsafe code marked, upcoming features on.
///
/// CI sets WARNINGS_AS_ERRORS, so that a warning stops the build there and never at a user's.
var settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
if Context.environment["WARNINGS_AS_ERRORS"] != nil {
  settings.append(.treatAllWarnings(as: .error))
}

let package = Package(
  name: "swift-liveness",
  products: [
    .library(name: "Liveness", targets: ["Liveness"]),
    .library(name: "LivenessTensors", targets: ["LivenessTensors"]),
    .library(name: "LivenessLayers", targets: ["LivenessLayers"]),
    .library(name: "LivenessSensing", targets: ["LivenessSensing"]),
    .library(name: "LivenessFaces", targets: ["LivenessFaces"]),
    .library(name: "LivenessMedia", targets: ["LivenessMedia"]),
    .library(name: "LivenessEvaluation", targets: ["LivenessEvaluation"]),
    .executable(name: "liveness", targets: ["LivenessCommand"]),
    // For the package in Benchmarks alone; its interface is no promise.
    .library(name: "LivenessBenchmarking", targets: ["LivenessBenchmarking"]),
  ],
  traits: [
    .trait(
      name: "BundledWeights",
      description: "Embed the default model files, so that LivenessDetector() needs no file."),
    .default(enabledTraits: ["BundledWeights"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CBLAS", providers: [.apt(["libblas-dev"])]),
    .systemLibrary(name: "CProcessorLevel"),
    .systemLibrary(name: "CSPNG", providers: [.apt(["libspng-dev"])]),
    .systemLibrary(name: "CTIFF", providers: [.apt(["libtiff-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CTurboJPEG", providers: [.apt(["libturbojpeg0-dev"])]),
    .target(
      name: "LivenessTensors", dependencies: ["CBLAS", "CProcessorLevel"], swiftSettings: settings),
    .target(
      name: "LivenessLayers", dependencies: ["LivenessTensors"], swiftSettings: settings),
    .target(name: "LivenessSensing", swiftSettings: settings),
    .target(
      name: "LivenessFaces",
      dependencies: ["LivenessSensing", "LivenessLayers", "LivenessTensors"],
      swiftSettings: settings),
    .target(name: "CBundledWeights"),
    .target(name: "CCameraProfiles", exclude: ["cameras.json"]),
    .target(
      name: "Liveness",
      dependencies: [
        "LivenessFaces", "LivenessSensing", "LivenessLayers", "LivenessTensors",
        "CCameraProfiles",
        .target(name: "CBundledWeights", condition: .when(traits: ["BundledWeights"])),
      ],
      swiftSettings: settings),
    .target(
      name: "LivenessMedia",
      dependencies: [
        "Liveness", "LivenessSensing", "LivenessFaces", "LivenessLayers", "LivenessTensors",
        "CSPNG", "CTIFF", "CTurboJPEG", "CZlib",
      ],
      swiftSettings: settings),
    .target(
      name: "LivenessEvaluation",
      dependencies: ["LivenessMedia", "Liveness", "LivenessFaces", "LivenessLayers"],
      swiftSettings: settings),
    .executableTarget(
      name: "LivenessCommand",
      dependencies: [
        "Liveness", "LivenessEvaluation", "LivenessMedia", "LivenessFaces", "LivenessSensing",
        "LivenessLayers",
        "LivenessTensors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .target(
      name: "LivenessBenchmarking",
      dependencies: [
        "Liveness", "LivenessMedia", "LivenessFaces", "LivenessSensing", "LivenessLayers",
        "LivenessTensors",
      ],
      swiftSettings: settings),
    .target(
      name: "TestSupport",
      dependencies: ["Liveness", "LivenessFaces", "LivenessLayers", "LivenessTensors"],
      path: "Tests/TestSupport",
      swiftSettings: settings),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(
      name: "LivenessTensorsTests", dependencies: ["LivenessTensors", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "LivenessLayersTests",
      dependencies: ["LivenessLayers", "LivenessTensors", "TestSupport", "CAllocationCounter"],
      swiftSettings: settings),
    .testTarget(
      name: "LivenessSensingTests", dependencies: ["LivenessSensing", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "LivenessFacesTests",
      dependencies: [
        "LivenessFaces", "LivenessSensing", "LivenessLayers", "LivenessTensors", "LivenessMedia",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "LivenessTests",
      dependencies: [
        "Liveness", "LivenessFaces", "LivenessSensing", "LivenessLayers", "LivenessTensors",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "LivenessMediaTests",
      dependencies: [
        "LivenessMedia", "Liveness", "LivenessFaces", "LivenessSensing", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "LivenessEvaluationTests",
      dependencies: [
        "LivenessEvaluation", "LivenessMedia", "Liveness", "LivenessFaces", "LivenessLayers",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "LivenessBenchmarkingTests",
      dependencies: ["LivenessBenchmarking", "LivenessLayers", "LivenessTensors"],
      swiftSettings: settings),
    .testTarget(
      name: "LivenessCommandTests",
      dependencies: [
        "LivenessCommand", "Liveness", "LivenessEvaluation", "LivenessMedia", "LivenessFaces",
        "LivenessSensing",
        "LivenessLayers", "LivenessTensors", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
  ],
  cLanguageStandard: .c2x
)
