import Foundation
import Glibc
import TestSupport
import Testing

/// What a run of the built program left.
struct Outcome {
  let status: Int32
  let output: String
  let errors: String
}

/// A directory of a test's own, deleted with it.
final class Place {
  private let directory = TemporaryDirectory()
  var path: String { directory.path }

  /// The data directory that verbs use here unless another is named.
  var data: String { path + "/data" }

  /// Writes a file and gives its path.
  func file(_ name: String, _ text: String) throws -> String {
    let file = path + "/" + name
    try Data(text.utf8).write(to: URL(filePath: file))
    return file
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }
}

/// The built program as a child process.
enum Program {
  /// Beside the test's own executable, where SwiftPM puts all products.
  static let path: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let beside = URL(filePath: own).deletingLastPathComponent().appending(path: "concord").path
    if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    return URL(filePath: bundle).deletingLastPathComponent().appending(path: "concord").path
  }()

  /// A process that hasn't begun; its environment knows only the test's data directory.
  static func process(_ place: Place, _ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: place.path)
    var environment = ProcessInfo.processInfo.environment
    environment["CONCORD_DATA"] = place.data
    environment["CONCORD_KEK"] = nil
    environment["COLUMNS"] = "80"
    process.environment = environment
    return process
  }

  /// Runs to the end.
  static func run(_ place: Place, _ arguments: String..., input: String? = nil) throws -> Outcome {
    try run(place, arguments, input: input)
  }

  /// Runs to the end.
  static func run(_ place: Place, _ arguments: [String], input: String? = nil) throws -> Outcome {
    let process = process(place, arguments)
    // Files, so that neither pipe can fill up while the other is read.
    let name = place.path + "/" + UUID().uuidString
    let (output, errors) = (try opened(name + ".out"), try opened(name + ".err"))
    process.standardOutput = output
    process.standardError = errors
    if let input {
      let file = try place.file(UUID().uuidString, input)
      process.standardInput = try FileHandle(forReadingFrom: URL(filePath: file))
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: try text(of: name + ".out"),
      errors: try text(of: name + ".err"))
  }

  /// All of a file, a byte order mark included.
  private static func text(of path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  private static func opened(_ path: String) throws -> FileHandle {
    try #require(FileManager.default.createFile(atPath: path, contents: nil))
    return try FileHandle(forWritingTo: URL(filePath: path))
  }
}

/// Commands that need nothing but each other.
enum Lines {
  static func organisation(_ number: Int, on day: String = "2022-06-30") -> String {
    """
    {"id":"\(id(number))","occurred":"\(day)","source":{"evidence":"SYNTHETIC"},\
    "registerOrganisation":{"organisation":"organisation-\(number)",\
    "details":{"kind":"ENTERPRISE","name":"Works \(number)"}}}
    """
  }

  static func organisations(_ numbers: Range<Int>) -> String {
    numbers.map { organisation($0) + "\n" }.joined()
  }

  static let person = """
    {"id":"00000000-0000-4000-8000-00000000aaaa","occurred":"2022-06-30",\
    "registerPerson":{"person":"person-1",\
    "details":{"legalBasis":{"purpose":"employment service","ground":"STATUTORY_DUTY"}},\
    "personal":{"name":"Somebody Secret"}}}
    """

  private static func id(_ number: Int) -> String {
    "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - String(number).count)
      + String(number)
  }
}

extension Outcome {
  /// A field of the one JSON object that was written.
  func field(_ name: String) throws -> String? {
    let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    return object?[name].map { "\($0)" }
  }
}

extension Lines {
  /// Persons with names of their own.
  static func persons(_ numbers: ClosedRange<Int>, name: String = "Somebody Secret") -> String {
    numbers.map { number in
      person.replacing("00000000aaaa", with: "0000000\(10_000 + number)")
        .replacing("person-1", with: "person-\(number)")
        .replacing("Somebody Secret", with: "\(name) \(number)") + "\n"
    }.joined()
  }
}
