internal import Cooperation
internal import Deciding
internal import EventModel
internal import SwiftProtobuf

extension CommandJSON {
  /// Reads one command, and says which names there are that resemble a field nobody knows.
  ///
  /// - Throws: ``Rejection`` that names the field and what would be right.
  static func commandOrHint(_ json: [UInt8]) throws(Rejection) -> PBCommand {
    do throws(Rejection) {
      return try command(json)
    } catch {
      throw error.hintingAtFields
    }
  }
}

extension Rejection {
  /// The same no; where its field stands in a part of a command that has none of that name, with the
  /// names there that resemble it.
  fileprivate var hintingAtFields: Rejection {
    // As `CommandJSON` says it of a field that the schema doesn't have.
    guard code == .malformedValue, reason.hasPrefix("there is no field "), let field,
      let dot = field.lastIndex(of: ".")
    else {
      return self
    }
    let name = String(field[field.index(after: dot)...])
    guard let known = FieldNames.of(partAt: field[..<dot]), !known.contains(name) else {
      return self
    }
    let near = NearNames(known).near(name)
    guard !near.isEmpty else { return self }
    var hinting = self
    hinting.reason += "; did you mean \(near.joined(separator: ", "))?"
    return hinting
  }
}

/// Which fields a part of a command's JSON may have.
private enum FieldNames {
  /// The names in JSON of the fields of the message at a path, as `registerOrganisation.details` or
  /// `reportAttendance.details.parties[2]`; `nil` where the schema has no message there.
  static func of(partAt path: Substring) -> [String]? {
    // A command in which every field on the way holds one empty message and nothing else.
    var json = "{}"
    for step in path.split(separator: ".").reversed() {
      let name = step.prefix { $0 != "[" }
      json = "{\"\(name)\":" + (name.count < step.count ? "[\(json)]" : json) + "}"
    }
    guard let command = try? PBCommand(jsonString: json) else { return nil }
    var innermost = InnermostMessage()
    try? command.traverse(visitor: &innermost)
    return innermost.fieldNames
  }
}

/// Finds the message within all others, where each holds one.
private struct InnermostMessage: MessageVisitor {
  /// The names of its fields in JSON.
  var fieldNames: [String]?

  private static func names<M: Message & _ProtoNameProviding>(of message: M.Type) -> [String] {
    Google_Protobuf_FieldMask(allFieldsOf: message).paths.map { name in
      let words = name.split(separator: "_")
      return words.prefix(1).joined()
        + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
  }

  mutating func visitSingularMessageField<M: Message>(value: M, fieldNumber: Int) throws {
    if let named = M.self as? any (Message & _ProtoNameProviding).Type {
      fieldNames = Self.names(of: named)
    }
    try value.traverse(visitor: &self)
  }
}
