import ArgumentParser

/// How much is measured.
enum Scale: String, CaseIterable, ExpressibleByArgument {
  /// To see that it works: seconds.
  case small
  /// What the README shows: 20 minutes.
  case full

  var runs: Int { self == .small ? 1 : 5 }
  var sustainedEvents: Int { self == .small ? 200_000 : 5_000_000 }
  var largeLogEvents: Int { self == .small ? 200_000 : 1_000_000 }
  var commandLines: Int { self == .small ? 10_000 : 100_000 }
  var httpSeconds: Int { self == .small ? 3 : 10 }
}
