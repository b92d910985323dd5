import CRaw
import FoundationEssentials
import Glibc

/// One figure: a measure, what it is compared with, and what it must reach.
struct Figure {
  /// How a figure is judged.
  enum Target {
    /// At least this.
    case atLeast(Double)
    /// At most this.
    case atMost(Double)
    /// Shown beside others; nothing is demanded.
    case none
  }

  let name: String
  let unit: String
  /// One value a run, in the order of the runs.
  let values: [Double]
  let target: Target
  /// What else is worth knowing: percentiles, bytes, flushes.
  let notes: String

  var median: Double { values.median }

  var isReached: Bool? {
    switch target {
    case .atLeast(let bound): median >= bound
    case .atMost(let bound): median <= bound
    case .none: nil
    }
  }

  /// One row of the table in the README.
  var row: String {
    let bound =
      switch target {
      case .atLeast(let bound): "≥ " + short(bound)
      case .atMost(let bound): "≤ " + short(bound)
      case .none: "–"
      }
    let spread =
      values.count > 1 ? " (\(short(values.min() ?? 0)) … \(short(values.max() ?? 0)))" : ""
    let verdict = isReached.map { $0 ? "yes" : "**no**" } ?? "–"
    return "| \(name) | \(bound) | \(short(median))\(spread) \(unit) | \(verdict) | \(notes) |"
  }

  static let header = """
    | measure | must reach | median (least … most) | reached | beside it |
    |---|---|---|---|---|
    """
}

/// A number with three digits that count.
func short(_ value: Double) -> String {
  switch abs(value) {
  case 1_000_000...: String(Double(Int(value / 10_000)) / 100) + " M"
  case 10_000...: String(Int(value / 1_000)) + " k"
  case 1_000...: String(Double(Int(value / 10)) / 100) + " k"
  case 100...: String(Int(value))
  default: String(Double(Int(value * 1_000)) / 1_000)
  }
}

extension [Double] {
  var median: Double {
    let sorted = sorted()
    guard let middle = sorted.dropFirst(count / 2).first else { return .nan }
    return count.isMultiple(of: 2) ? (sorted[count / 2 - 1] + middle) / 2 : middle
  }

  func percentile(_ share: Double) -> Double {
    let sorted = sorted()
    return sorted.isEmpty ? .nan : sorted[Int(Double(sorted.count - 1) * share)]
  }
}

/// Runs a subject and its control in turn, so that a machine whose speed drifts is fair to both.
///
/// - Returns: the ratio control seconds ÷ subject seconds, a run each.
func alternating(
  runs: Int, control: () async throws -> Double, subject: () async throws -> Double
) async throws -> (ratios: [Double], control: [Double], subject: [Double]) {
  var controls: [Double] = []
  var subjects: [Double] = []
  for run in 0..<runs {
    if run.isMultiple(of: 2) {
      controls.append(try await control())
      subjects.append(try await subject())
    } else {
      subjects.append(try await subject())
      controls.append(try await control())
    }
  }
  return (zip(controls, subjects).map { $0 / $1 }, controls, subjects)
}

/// Seconds that a body takes.
func seconds<R>(_ body: () async throws -> R) async rethrows -> (Double, R) {
  let start = ContinuousClock.now
  let result = try await body()
  return (start.duration(to: .now).inSeconds, result)
}

extension Duration {
  /// Seconds, with a fraction.
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// A new empty directory, removed with all in it when the body returns.
func withTemporaryDirectory<R>(_ body: (String) async throws -> R) async throws -> R {
  let base = ProcessInfo.processInfo.environment["BENCHMARK_DIRECTORY"] ?? "/var/tmp"
  let path = base + "/concord-benchmark-" + String(UInt64.random(in: 0 ... .max), radix: 16)
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(path)
}

/// Seconds that the raw control takes to append; throws what LMDB said.
func rawAppend(size: Int, count: Int, perCommit: Int) async throws -> Double {
  try await withTemporaryDirectory { directory in
    try raw(raw_append(directory, size, UInt64(count), UInt64(perCommit)))
  }
}

/// Seconds of a raw control that went well.
func raw(_ seconds: Double) throws -> Double {
  guard seconds > 0 else { throw BenchmarkFailure("the raw control failed with \(seconds)") }
  return seconds
}

/// How long single events took, and how many flushes they came to.
struct Latencies {
  var seconds: [Double] = []
  var flushCount: UInt64 = 0

  /// Percentiles in µs, and events a flush.
  var notes: String {
    "p50 \(short(seconds.percentile(0.5) * 1e6)) µs, p99 "
      + "\(short(seconds.percentile(0.99) * 1e6)) µs; "
      + "\(short(Double(seconds.count) / Double(max(flushCount, 1)))) events a flush"
  }
}

/// Why a benchmark can't give a figure.
struct BenchmarkFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Anonymous memory of a process, in bytes: what it allocated, without mapped files.
func residentAnonymousBytes(of process: String = "self") -> Int {
  guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else {
    return 0
  }
  for line in status.split(separator: "\n") where line.hasPrefix("RssAnon:") {
    let digits = line.filter(\.isNumber)
    return (Int(digits) ?? 0) * 1024
  }
  return 0
}

/// Bytes of the files below a directory, as they take up the disk.
func diskBytes(_ path: String) -> Int {
  var status = stat()
  guard let names = FileManager.default.enumerator(atPath: path) else { return 0 }
  var total = 0
  for case let name as String in names where lstat(path + "/" + name, &status) == 0 {
    if status.st_mode & S_IFMT == S_IFREG { total += Int(status.st_blocks) * 512 }
  }
  return total
}
