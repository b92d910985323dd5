import ArgumentParser
import Files

/// Which server takes what is handed in, instead of a data directory.
struct ServerOptions<Things: ThingsHandedIn>: ParsableArguments, Sendable {
  @Option(
    help: ArgumentHelp(
      "Hand the \(Things.name) to this server instead of a data directory.", valueName: "url"))
  var url: String?

  @Option(
    help: ArgumentHelp("The file with the API key's secret, for --url.", valueName: "file"))
  var apiKeyFile: String?

  func validate() throws {
    guard let url else {
      guard apiKeyFile == nil else { throw ValidationError("--api-key-file goes with --url.") }
      return
    }
    guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
      throw ValidationError("--url begins with http:// or https://.")
    }
  }

  /// The server; `nil` where none is named.
  func named() throws(Failure) -> RemoteServer? {
    guard let url else { return nil }
    return RemoteServer(url: trimmed(url), secret: try secret())
  }

  /// The secret that the file holds.
  private func secret() throws(Failure) -> String? {
    guard let path = apiKeyFile else { return nil }
    let bytes = try Failure.unless("read") { () throws(FileError) in
      try File.everything(under: path)
    }
    let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    guard !text.isEmpty else { throw Failure(.inputOutput, "\(path) holds no API key") }
    return text
  }
}

/// What a verb hands to a server, as its help calls it.
protocol ThingsHandedIn {
  static var name: String { get }
}

/// Commands, one a line.
enum CommandsHandedIn: ThingsHandedIn { static let name = "commands" }

/// Rows of a sheet.
enum RowsHandedIn: ThingsHandedIn { static let name = "rows" }
