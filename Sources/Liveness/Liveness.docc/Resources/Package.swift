// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "gate",
  dependencies: [
    .package(path: "../swift-liveness")
  ],
  targets: [
    .executableTarget(
      name: "gate",
      dependencies: [
        .product(name: "Liveness", package: "swift-liveness"),
        .product(name: "LivenessFaces", package: "swift-liveness"),
        .product(name: "LivenessMedia", package: "swift-liveness"),
        .product(name: "LivenessSensing", package: "swift-liveness"),
      ])
  ]
)
