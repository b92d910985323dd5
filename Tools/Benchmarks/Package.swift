// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds Concord builds its benchmarks.
let package = Package(
  name: "benchmarks",
  dependencies: [
    .package(name: "concord", path: "../.."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
  ],
  targets: [
    .target(name: "CRaw", linkerSettings: [.linkedLibrary("lmdb")]),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "CRaw",
        .product(name: "ConcordModules", package: "concord"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
