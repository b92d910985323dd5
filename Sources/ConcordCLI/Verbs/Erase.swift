import ArgumentParser
import CommandHandling
import Cooperation
import EventModel
import HTTPAPI
import PersonalData

/// `concord erase`
struct Erase: Verb {
  static let configuration = CommandConfiguration(
    abstract:
      "Erase a person: record the tombstone, then destroy the personal parts and their key.",
    discussion: """
      The events stay, and so does every proof; what they say of the person is gone. Bytes that the \
      present key-encryption key opens may still lie in freed pages and in older backups: the \
      erasure is complete after a new generation of the key, with --complete or later with: \
      concord key rotate
      """)

  @Argument(help: ArgumentHelp("The person's stream, as person-4711.", valueName: "person"))
  var person: String

  @Option(help: ArgumentHelp("Why.", valueName: "reason"))
  var reason: Reason

  @Option(help: ArgumentHelp("The document that it rests on.", valueName: "name"))
  var document: String?

  @Flag(help: "Begin a new generation of the key-encryption key, which completes all erasures.")
  var complete = false

  @OptionGroup var data: DataOptions
  @OptionGroup var key: KeyOptions
  @OptionGroup var format: FormatOptions

  var interruption: Interruption.Manner { .wholeOrNothing }

  /// The grounds of an erasure.
  enum Reason: String, ExpressibleByArgument, CaseIterable, Sendable {
    case subjectRequest = "subject-request"
    case purposeEnded = "purpose-ended"
    case retentionEnded = "retention-ended"
    case unlawful
    case consentWithdrawn = "consent-withdrawn"

    /// As the command's JSON names it.
    var word: String { rawValue.uppercased().replacing("-", with: "_") }
  }

  func validate() throws {
    do throws(EventModelError) {
      _ = try StreamName(validating: person)
    } catch {
      throw ValidationError("\(person) is no stream: \(error.reason).")
    }
    guard !complete || !key.isWithoutKey else {
      throw ValidationError("--complete needs the key.")
    }
  }

  func run() async throws {
    let place = Place(path: data.path)
    let source = place.key(key)
    try await Workspace.with(place, key: source) { workspace in
      if complete { try place.refuseSharedKey(source) }
      let receipt = try await workspace.store.erase(
        try command(), actor: LocalRecording.actor, channel: .ui)
      var rotated: KeyEncryptionKey?
      var failure: (any Error)?
      // The person is erased whatever becomes of the new generation, and that is told first.
      do { if complete { rotated = try await workspace.rotateKey() } } catch { failure = error }
      try tell(receipt, rotated, try workspace.personal.erasuresAwaitingNewGeneration())
      if let failure { throw failure }
    }
  }

  private func command() throws -> ParsedCommand {
    var json = JSONText()
    json.object { json in
      json.name("erasePersonalData")
      json.object { json in
        json.field("person", person)
        json.name("details")
        json.object {
          $0.field("ground", reason.word)
          $0.field("document", document)
        }
      }
    }
    return try ParsedCommand(CommandJSON.command(json.bytes))
  }

  private func tell(
    _ receipt: CommandReceipt, _ rotated: KeyEncryptionKey?, _ waiting: Int
  ) throws(Failure) {
    let output = Output.standard
    if format.isJSON {
      try output.json { json in
        json.object { json in
          json.field("person", person)
          json.field("status", receipt.status.rawValue)
          json.field("position", receipt.events.first.map { Int64($0.position.number) })
          json.field("keyGeneration", rotated.map { Int64($0.generation) })
          json.field("awaitingNewGeneration", Int64(waiting))
          json.field("listed", !key.isWithoutKey)
        }
      }
      return
    }
    switch receipt.status {
    case .alreadySo: try output.line("\(person) was erased before.")
    case .recorded, .repeated:
      try output.line("\(person) is erased; the tombstone stands in its stream.")
    }
    if let rotated {
      try output.line(
        "The key-encryption key is of generation \(rotated.generation) now: all erasures are "
          + "complete. Copy its file anew, and destroy older copies.")
    } else if waiting > 0 {
      try output.line(
        "\(waiting) \(waiting == 1 ? "erasure is" : "erasures are") complete after a new key generation: "
          + "concord key rotate")
    }
    if key.isWithoutKey {
      try output.line(
        "Still open: the list beside the key was not written, so a backup from before would bring the "
          + "person back. Write it with: concord erase \(person) --reason \(reason.rawValue) "
          + "--data \(data.path) --key FILE")
    }
  }
}
