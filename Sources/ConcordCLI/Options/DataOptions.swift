import ArgumentParser
import Files

/// Which data directory.
struct DataOptions: ParsableArguments, Sendable {
  @Option(
    name: .customLong("data"),
    help: ArgumentHelp(
      "The data directory. (default: $CONCORD_DATA, else ./data)", valueName: "dir"))
  var directory: String?

  /// The directory's path.
  var path: String {
    Self.path(of: directory ?? environmentVariable("CONCORD_DATA") ?? "./data")
  }

  /// A data directory's path, with a name at its end, no slash and no dots: its keys are named after it
  /// and lie beside it, never in it.
  static func path(of directory: String) -> String {
    let path = trimmed(directory)
    guard path == "." || path == ".." || path.hasSuffix("/..") else { return path }
    return File.resolved(path) ?? path
  }

  func validate() throws {
    guard directory?.isEmpty != true else { throw ValidationError("--data needs a directory.") }
  }
}

/// Where the key-encryption key is.
struct KeyOptions: ParsableArguments, Sendable {
  @Option(
    name: .customLong("key"),
    help: ArgumentHelp(
      "The key-encryption key's file. (default: $CONCORD_KEK, else <data>.key)", valueName: "file"))
  var file: String?

  @Flag(
    name: .customLong("no-key"),
    help: "Do without the key: personal parts are neither read nor written.")
  var isWithoutKey = false

  func validate() throws {
    guard file == nil || !isWithoutKey else {
      throw ValidationError("--key and --no-key exclude each other.")
    }
  }
}

/// Where the hashed API keys are.
struct APIKeysOptions: ParsableArguments, Sendable {
  @Option(
    name: .customLong("keys"),
    help: ArgumentHelp("The file of hashed API keys. (default: <data>.keys)", valueName: "file"))
  var file: String?

  /// The file for a data directory.
  func path(besides data: String) -> String { file ?? data + ".keys" }
}

/// How answers are written.
struct FormatOptions: ParsableArguments, Sendable {
  @Flag(name: .customLong("json"), help: "Write JSON, for programs.")
  var isJSON = false
}

/// A path without slashes at its end, nor the dot that is the directory itself.
func trimmed(_ path: String) -> String {
  var path = path
  while path.count > 1, path.hasSuffix("/") || path.hasSuffix("/.") { path.removeLast() }
  return path
}
