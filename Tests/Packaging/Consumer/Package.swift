// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "Consumer",
  products: [.library(name: "LinkageProbe", type: .dynamic, targets: ["LinkageProbe"])],
  dependencies: [.package(name: "swift-liveness", path: "../../..")],
  targets: [
    .executableTarget(
      name: "Consumer",
      dependencies: [
        .product(name: "Liveness", package: "swift-liveness"),
        .product(name: "LivenessMedia", package: "swift-liveness"),
      ]),
    .target(
      name: "LinkageProbe", dependencies: [.product(name: "Liveness", package: "swift-liveness")]),
  ]
)
