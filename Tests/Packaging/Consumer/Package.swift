// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "Consumer",
  products: [.library(name: "LinkageProbe", type: .dynamic, targets: ["LinkageProbe"])],
  dependencies: [.package(name: "swift-liveness", path: "../../..")],
  targets: [
    .executableTarget(
      name: "Snippets",
      dependencies: [
        "Liveness", "LivenessEvaluation", "LivenessFaces", "LivenessLayers", "LivenessMedia",
        "LivenessSensing", "LivenessTensors",
      ].map { .product(name: $0, package: "swift-liveness") },
      // An example may leave a value unused that the reader goes on with.
      swiftSettings: [.unsafeFlags(["-suppress-warnings"])]),
    .target(
      name: "LinkageProbe", dependencies: [.product(name: "Liveness", package: "swift-liveness")]),
  ]
)
