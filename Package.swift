// swift-tools-version: 6.2
import PackageDescription

// One list of settings for every target of ours; dependencies keep their own.
let settings: [SwiftSetting] = {
  var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]
  // `Tools/test` sets STRICT, so that warnings stop a merge but not an experiment. It tests what is
  // shipped, a release build; our own modules alone are then open to @testable.
  if Context.environment["STRICT"] != nil {
    settings.append(.treatAllWarnings(as: .error))
    settings.append(.unsafeFlags(["-enable-testing"]))
  }
  return settings
}()

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(
  name: "HummingbirdTesting", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(
  name: "UnixSignals", package: "swift-service-lifecycle")
let asyncHTTPClient = Target.Dependency.product(
  name: "AsyncHTTPClient", package: "async-http-client")

func target(
  _ name: String, _ dependencies: [Target.Dependency] = [], more: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings + more)
}

// What is shipped is optimised, also when `Tools/test` tests it; the tests themselves needn't be, and
// optimising them takes longer than running them.
let testSettings: [SwiftSetting] =
  Context.environment["STRICT"] == nil ? settings : settings + [.unsafeFlags(["-Onone"])]

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name + "Tests", dependencies: dependencies, swiftSettings: testSettings)
}

let package = Package(
  name: "concord",
  products: [
    .executable(name: "concord", targets: ["concord"]),
    // For `Tools/Benchmarks`, a package of its own.
    .library(
      name: "ConcordModules",
      targets: [
        "EventModel", "EventLog", "PersonalData", "Cooperation", "CommandHandling", "Projections",
        "ReadModels", "MatchSearch", "HTTPAPI", "CJemalloc",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
    target("Files"),
    target("LMDB", ["CLMDB", "Files"], more: [.enableExperimentalFeature("Lifetimes")]),
    target("MerkleTree", [crypto]),
    target("EventModel", [protobuf, crypto], more: [.enableExperimentalFeature("Lifetimes")]),
    target(
      "EventLog", ["Files", "LMDB", "MerkleTree", "EventModel"],
      more: [.enableExperimentalFeature("Lifetimes")]),
    target("PersonalData", ["Files", "LMDB", "EventModel", crypto]),
    target("Deciding", ["EventModel", protobuf]),
    target("Cooperation", ["Deciding", "EventModel", protobuf, crypto]),
    target("Importing", ["Cooperation", "Deciding", "EventModel", protobuf, crypto]),
    target(
      "Simulation", ["Cooperation", "EventLog", "Deciding", "EventModel", protobuf]),
    target(
      "CommandHandling",
      [
        "Files", "EventLog", "EventModel", "PersonalData", "Deciding", "Cooperation", "MerkleTree",
        crypto, protobuf,
      ]),
    target(
      "Projections",
      ["Files", "EventLog", "EventModel", "Deciding", "MerkleTree", grdb, grdbSQLite, crypto]),
    target(
      "ReadModels",
      ["Projections", "EventModel", "Deciding", "Cooperation", protobuf, grdb, grdbSQLite]),
    target(
      "MatchSearch",
      ["ReadModels", "Projections", "EventLog", "EventModel", "Deciding", "Cooperation"]),
    target(
      "HTTPAPI",
      [
        "Files", "MatchSearch", "CommandHandling", "ReadModels", "Projections", "PersonalData",
        "EventLog", "EventModel", "Cooperation", "Deciding", "Importing", hummingbird,
        hummingbirdCore, logging, lifecycle, nioCore, nioHTTP, httpTypes, protobuf, crypto,
      ]),
    target(
      "ConcordCLI",
      [
        "Files", "HTTPAPI", "MatchSearch", "CommandHandling", "ReadModels", "Projections",
        "PersonalData", "EventLog", "EventModel", "Cooperation", "Deciding", "Importing",
        "Simulation", "MerkleTree",
        argumentParser, logging, lifecycle,
        protobuf, unixSignals, asyncHTTPClient, httpTypes, nioCore, nioHTTP,
      ]),
    // Commands make and drop many small objects on several threads: jemalloc's arenas save a sixth of
    // the processor time that glibc's take.
    .target(name: "CJemalloc", linkerSettings: [.linkedLibrary("jemalloc")]),
    .executableTarget(
      name: "concord", dependencies: ["ConcordCLI", "CJemalloc"], swiftSettings: settings),
    target("TestSupport", ["Files"]),
    target(
      "EventLogTesting",
      ["EventLog", "EventModel", "Deciding", "MerkleTree", "TestSupport"]),

    tests("Files", ["Files", "TestSupport"]),
    tests("EventModel", ["TestSupport", "EventLogTesting", "EventModel", protobuf]),
    tests("Deciding", ["TestSupport", "Deciding", "EventModel", protobuf]),
    tests("Cooperation", ["Cooperation", "EventLogTesting", "Deciding", "EventModel", protobuf]),
    tests(
      "Simulation",
      [
        "TestSupport", "Simulation", "ReadModels", "Projections", "Cooperation", "Deciding",
        "EventLog",
        "EventLogTesting", "EventModel", protobuf,
      ]),
    tests("Importing", ["Importing", "Cooperation", "EventModel"]),
    tests(
      "MatchSearch",
      [
        "TestSupport", "MatchSearch", "ReadModels", "Projections", "EventLogTesting", "EventLog",
        "EventModel", "Deciding",
      ]),
    tests(
      "HTTPAPI",
      [
        "TestSupport", "HTTPAPI", "CommandHandling", "ReadModels", "Projections", "PersonalData",
        "EventLog",
        "EventModel", "Cooperation", "Deciding", hummingbird, hummingbirdTesting, logging, nioCore,
        nioEmbedded, httpTypes, grdbSQLite, protobuf,
      ]),
    tests(
      "Projections",
      [
        "TestSupport", "Projections", "Deciding", "EventLog", "EventModel", "EventLogTesting",
        "MerkleTree", protobuf, grdbSQLite,
      ]),
    tests(
      "CommandHandling",
      [
        "TestSupport", "CommandHandling", "EventLogTesting", "EventLog", "EventModel",
        "PersonalData", "Deciding",
        "Cooperation", "MerkleTree", protobuf,
      ]),
    tests(
      "ReadModels",
      [
        "TestSupport", "ReadModels", "Projections", "Cooperation", "Deciding", "EventLog",
        "EventModel",
        "EventLogTesting", protobuf,
      ]),
    tests(
      "Scenario",
      [
        "TestSupport", "ReadModels", "Projections", "CommandHandling", "Cooperation", "Deciding",
        "PersonalData",
        "EventLog", "EventModel",
      ]),
    tests(
      "ConcordCLI",
      [
        "TestSupport", "ConcordCLI", "CommandHandling", "EventLog", "PersonalData", "Importing",
        "EventModel", "concord", argumentParser,
      ]),
    tests("LMDB", ["TestSupport", "LMDB", "CLMDB"]),
    tests("PersonalData", ["Files", "TestSupport", "PersonalData", "EventModel", "LMDB", crypto]),
    tests("MerkleTree", ["TestSupport", "MerkleTree", crypto]),
    tests(
      "EventLog",
      ["TestSupport", "EventLog", "EventLogTesting", "EventModel", "MerkleTree", "LMDB"]),
  ],
  swiftLanguageModes: [.v6]
)
