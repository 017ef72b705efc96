// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "swift-liveness", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "LivenessBenchmarks",
      dependencies: [
        .product(name: "LivenessBenchmarking", package: "swift-liveness"),
        .product(name: "LivenessLayers", package: "swift-liveness"),
        .product(name: "LivenessTensors", package: "swift-liveness"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ])
  ]
)
