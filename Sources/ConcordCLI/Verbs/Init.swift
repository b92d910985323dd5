import ArgumentParser
import CommandHandling
import EventLog
import EventModel
import Files
import Glibc
import HTTPAPI
import PersonalData

/// `concord init`
struct Init: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Make a data directory with an empty log, and a key-encryption key beside it.",
    discussion: """
      The key opens the personal parts. Keep it apart from the data and their backups: whoever has \
      both can read personal data, and without the key they are lost.
      """)

  @Option(
    help: ArgumentHelp(
      "The log's name in the world, for ever: a URL without scheme, as example.org/cooperation.",
      valueName: "name"))
  var origin: String

  @Option(
    help: ArgumentHelp(
      "The zone that days are read in, for ever: Asia/Shanghai, UTC, or an offset as +08:00.",
      valueName: "zone"))
  var zone = "Asia/Shanghai"

  @OptionGroup var data: DataOptions
  @OptionGroup var key: KeyOptions
  @OptionGroup var format: FormatOptions

  func validate() throws {
    let allowed = origin.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard (1...200).contains(origin.utf8.count), allowed, !origin.contains("://") else {
      throw ValidationError(
        "--origin is 1 to 200 printable ASCII characters without spaces and without a scheme, as "
          + "example.org/cooperation.")
    }
    guard LogZone(zone) != nil else {
      throw ValidationError("--zone is Asia/Shanghai, UTC, or an offset as +08:00.")
    }
  }

  func run() async throws {
    guard let zone = LogZone(zone) else { throw Failure(.usage, "\(zone) is no zone") }
    let place = Place(path: data.path)
    try place.refuseInsideAnother()
    try place.refuseRemains()
    guard !place.hasLog else { throw EventLogError.alreadyExists(path: place.path) }
    let source = place.key(key)
    var made: String?
    if case .file(let path) = source {
      try checkIsOutside(path, place)
      try KeyEncryptionKey.create(at: path)
      made = path
    }
    let log: EventLog
    do throws(EventLogError) {
      log = try EventLog.create(at: place.path, origin: origin, zone: zone)
    } catch {
      let isAnothers =
        switch error {
        case .alreadyExists, .heldByAnotherProcess: true
        default: false
        }
      // Nothing was sealed under it; but a log that was made and couldn't be taken back keeps its key.
      if let made, isAnothers || !place.hasLog { unlink(made) }
      throw error
    }
    defer { log.close() }
    do {
      // Seals the store under the key from the beginning.
      _ = try PersonalStore(dataDirectory: place.path, key: source)
    } catch {
      // While the log is held, so that it is nobody's but this one's.
      try? Directory.remove(place.personal)
      log.close()
      EventLog.takeBack(at: place.path)
      if let made, !place.hasLog { unlink(made) }
      throw error
    }
    try tell(log, place, key: made)
  }

  /// Refuses before anything is made.
  private func checkIsOutside(_ key: String, _ place: Place) throws(Failure) {
    let inside = place.path + "/"
    guard !key.hasPrefix(inside) else {
      throw Failure(.usage, "\(key) lies inside the data directory; keep the key outside of it")
    }
  }

  private func tell(_ log: EventLog, _ place: Place, key: String?) throws(Failure) {
    let output = Output.standard
    if format.isJSON {
      try output.json { json in
        json.object {
          $0.field("data", place.path)
          $0.field("log", log.identity.id.description)
          $0.field("origin", log.identity.origin)
          $0.field("zone", log.identity.zone.name)
          $0.field("key", key)
        }
      }
      return
    }
    try output.line("Made \(place.path) for the log \(log.identity.origin) (\(log.identity.id)).")
    if let key {
      try output.line("Its key-encryption key is \(key): keep a copy of it, apart from the data.")
    }
  }
}

extension LogZone {
  /// The zone of that name.
  fileprivate init?(_ name: String) {
    switch name {
    case "Asia/Shanghai": self = .shanghai
    case "UTC": self.init(name: "UTC", utcOffsetMinutes: 0)
    default:
      let text = Array(name)
      guard text.count == 6, text[0] == "+" || text[0] == "-", text[3] == ":",
        let hours = Int(String(text[1...2])), let minutes = Int(String(text[4...5])),
        hours >= 0, (0..<60).contains(minutes), hours * 60 + minutes <= 14 * 60
      else { return nil }
      let offset = hours * 60 + minutes
      self.init(name: name, utcOffsetMinutes: text[0] == "-" ? -offset : offset)
    }
  }
}
