import EventModel
import FoundationEssentials
import Testing

@testable import Cooperation

/// The schemas as text: what their options promise is checked where they are written.
struct Schema {
  struct Field {
    let label: String
    let type: String
    let name: String
    let number: Int
    let privacy: String?

    /// As JSON has it.
    var jsonName: String {
      let words = name.split(separator: "_")
      return words.prefix(1).joined()
        + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
  }

  struct Message {
    let file: String
    let name: String
    var fields: [Field] = []
  }

  var messages: [Message] = []
  var bodies: Set<String> = []

  /// Reads every schema.
  ///
  /// A line holds one field; nested messages count by their own name.
  init() throws {
    let folder = Repository.root + "/Schemas/concord/v1"
    for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    where file.hasSuffix(".proto") {
      try read(file, Repository.lines(folder + "/" + file))
    }
  }

  private mutating func read(_ file: String, _ lines: [String]) throws {
    let field = try Regex(
      #"^\s*(optional |repeated |)([A-Za-z][A-Za-z0-9_.]*|map<.*>) ([a-z0-9_]+) = ([0-9]+)(.*)$"#)
    var enumDepth = 0
    for line in lines {
      let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0]
      let words = code.split(separator: " ")
      if words.first == "message", words.count > 1 {
        messages.append(Message(file: file, name: String(words[1])))
        continue
      }
      if words.first == "enum" { enumDepth += 1 }
      if enumDepth > 0 {
        if code.contains("}") { enumDepth -= 1 }
        continue
      }
      guard let match = try field.firstMatch(in: String(code)), !messages.isEmpty else { continue }
      let parts = (1...5).map { String(match[$0].substring ?? "") }
      let privacy = ["PUBLIC", "PERSONAL", "SENSITIVE"].first {
        parts[4].contains("(privacy) = " + $0)
      }
      let one = Field(
        label: parts[0].split(separator: " ").joined(), type: parts[1], name: parts[2],
        number: Int(parts[3]) ?? 0, privacy: privacy)
      messages[messages.count - 1].fields.append(one)
      if messages[messages.count - 1].name == "Command", one.number >= 100 {
        bodies.insert(one.type)
      }
    }
  }

  var personal: Set<String> {
    Set(
      messages.filter { message in
        message.fields.contains { $0.privacy == "PERSONAL" || $0.privacy == "SENSITIVE" }
      }.map(\.name))
  }
}

@Suite struct `Every schema` {
  /// Counts are int32, money is int64, revisions and sizes of the log are uint64; what the writer
  /// patches has a fixed width.
  private static let scalars: Set<String> = [
    "string", "bytes", "bool", "int32", "int64", "uint64", "fixed32", "fixed64", "sfixed64",
  ]

  @Test func `says of every text how far it may travel`() throws {
    let schema = try Schema()
    #expect(schema.messages.count > 100)
    for message in schema.messages {
      for field in message.fields where field.type == "string" {
        #expect(field.privacy != nil, "\(message.file): \(message.name).\(field.name)")
      }
    }
  }

  @Test func `has no maps, and every scalar is optional or repeated`() throws {
    for message in try Schema().messages where message.name != "Command" {
      for field in message.fields {
        let place = "\(message.file): \(message.name).\(field.name)"
        #expect(!field.type.hasPrefix("map"), "\(place)")
        if field.type != "Privacy" { #expect(field.label != "", "\(place)") }
        // Messages and enumerations begin with a capital letter, or stand in a package of others.
        if field.type.first?.isLowercase == true, !field.type.contains(".") {
          #expect(Self.scalars.contains(field.type), "\(place) is \(field.type)")
        }
      }
    }
  }

  @Test func `counts in int32, and has money in int64, in fen`() throws {
    let money: Set = ["monthly_pay", "fine", "amount"]
    // A time, and both parts of a frozen figure, which may be money.
    let others: Set = ["instant", "numerator", "denominator"]
    for message in try Schema().messages {
      for field in message.fields {
        let isMoney = field.name.hasSuffix("_fen") || money.contains(field.name)
        let place = "\(message.file): \(message.name).\(field.name) is \(field.type)"
        if isMoney { #expect(field.type == "int64", "\(place)") }
        if field.type == "int64" { #expect(isMoney || others.contains(field.name), "\(place)") }
      }
    }
  }

  @Test
  func `lets no client say who gives a command, by which way it comes, or when it is recorded`()
    throws
  {
    func fields(_ message: String) throws -> [String] {
      let found = try #require(try Schema().messages.first { $0.name == message })
      return found.fields.filter { $0.number < 100 }.map(\.name)
    }
    #expect(
      try fields("Command") == [
        "id", "occurred", "effective_from", "effective_to", "standing", "source", "on_behalf_of",
        "corrects", "expected",
      ])
    #expect(try fields("CommandSource") == ["evidence", "document", "sha256", "published_on"])
  }

  @Test func `keeps personal texts in messages of their own, which only commands hold`() throws {
    let schema = try Schema()
    #expect(schema.personal.count >= 5)
    for name in schema.personal {
      #expect(name.hasSuffix("Personal") || name.hasSuffix("Sensitive"), "\(name)")
    }
    for message in schema.messages {
      for field in message.fields where schema.personal.contains(field.type) {
        #expect(schema.bodies.contains(message.name), "\(message.name).\(field.name)")
        let isSensitive = field.type.hasSuffix("Sensitive")
        #expect(field.name == (isSensitive ? "sensitive" : "personal"), "\(message.name)")
        #expect(field.number == (isSensitive ? 16 : 15), "\(message.name)")
      }
    }
  }

  /// A text that nobody declared would silently be cut off from its line breaks and at the length of a
  /// name.
  @Test func `says of every text how long it may be`() throws {
    let lines = try Repository.lines(Repository.golden + "/string-fields.txt")
    let known = Set(lines.compactMap { $0.split(separator: " ").first.map(String.init) })
    for message in try Schema().messages {
      for field in message.fields where field.type == "string" {
        #expect(
          known.contains(field.jsonName),
          """
          \(message.file): the field \(field.name) of \(message.name) is new: is it a NAME, of one line \
          and \(TextRules.nameCharacterCount) characters, or a TEXT of \(TextRules.textCharacterCount)? Write \
          that into Schemas/golden/string-fields.txt, and a TEXT also into TextRules.textFields
          """)
      }
    }
    let texts = lines.filter { $0.hasSuffix(" TEXT") }.map { String($0.dropLast(5)) }
    #expect(Set(texts) == TextRules.textFields)
  }

  @Test func `names each command as the decider does`() throws {
    let schema = try Schema()
    let bodies: Set<String> = Set(schema.bodies.map { $0.prefix(1).lowercased() + $0.dropFirst() })
    let names = Set(CooperationModel.commandNames)
    #expect(
      bodies.subtracting(names) == [], "Generated/Commands.swift lacks them: run Tools/generate")
    #expect(names.subtracting(bodies) == [], "the oneof of command.proto has no message so named")
  }
}

@Suite struct `Code lists` {
  @Test func `in the code are those in the files`() throws {
    let provinces = try Repository.lines(Repository.root + "/Schemas/codelists/provinces.csv")
    let inFile = Set(provinces.dropFirst().map { String($0.prefix(2)) })
    #expect(inFile == Set((10...99).map(String.init).filter(RegionCode.isPrefix)))
  }
}
