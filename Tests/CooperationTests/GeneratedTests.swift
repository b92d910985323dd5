import FoundationEssentials
import Testing

/// The committed Swift of the schemas, as text.
private struct GeneratedSwift {
  struct Field: Hashable {
    let number: Int
    /// As it is decoded: `SingularString`, `RepeatedMessage`; empty for one of several.
    let kind: String
    /// In small letters, without underscores.
    let name: String
  }

  /// By the message's own name.
  private(set) var messages: [String: Set<Field>] = [:]

  init() throws {
    for module in ["Cooperation", "EventModel"] {
      let folder = Repository.root + "/Sources/\(module)/Generated"
      for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
        try read(Repository.lines(folder + "/" + file))
      }
    }
  }

  private mutating func read(_ lines: [String]) throws {
    var message: String?
    for line in lines {
      let words = line.split(separator: " ")
      if line.contains("let protoMessageName: String") {
        message = line.split(separator: "\"").last.map {
          String($0.split(separator: ".").last ?? "")
        }
        if let message { messages[message] = [] }
      } else if let message, words.first == "case", words.count > 2, words[2] == "try",
        let number = Int(words[1].dropLast())
      {
        messages[message]?.insert(Self.field(number, line))
      }
    }
  }

  /// A field by the line that decodes it.
  private static func field(_ number: Int, _ line: String) -> Field {
    guard let call = line.split(separator: "decoder.decode").dropFirst().first,
      let kind = call.split(separator: "Field(").first,
      let target = call.split(separator: ")").first?.split(separator: ".").last
    else { return Field(number: number, kind: "", name: "") }
    return Field(number: number, kind: String(kind), name: plain(target))
  }

  /// A name in small letters, without underscores.
  static func plain(_ name: some StringProtocol) -> String {
    name.lowercased().filter { $0 != "_" }
  }
}

@Suite struct `The generated Swift` {
  private static let kinds = [
    "string": "String", "bytes": "Bytes", "bool": "Bool", "int32": "Int32", "int64": "Int64",
    "uint64": "UInt64", "fixed32": "Fixed32", "fixed64": "Fixed64", "sfixed64": "SFixed64",
  ]

  @Test func `has the messages and fields of the schemas, and no others`() throws {
    let generated = try GeneratedSwift()
    let schema = try Schema()
    #expect(Set(generated.messages.keys) == Set(schema.messages.map(\.name)))
    for message in schema.messages {
      let fields = generated.messages[message.name] ?? []
      // The option that fields have is no field of the message that was read before it.
      let written = message.fields.filter { $0.type != "Privacy" }
      let place = "\(message.file): \(message.name)"
      #expect(
        fields.map(\.number).sorted() == written.map(\.number).sorted(), "\(place)")
      for field in written where message.name != "Command" || field.number < 100 {
        let prefix = field.label == "repeated" ? "Repeated" : "Singular"
        let kinds = Self.kinds[field.type].map { [$0] } ?? ["Message", "Enum"]
        let found = fields.first { $0.number == field.number }
        #expect(
          found.map { found in kinds.contains { found.kind == prefix + $0 } } == true,
          "\(place).\(field.name) is a \(field.type), and decoded as \(found?.kind ?? "nothing")")
        // A name that Swift would take for another of its own ends in a p.
        let name = GeneratedSwift.plain(field.name)
        #expect([name, name + "p"].contains(found?.name), "\(place).\(field.name)")
      }
    }
  }
}
