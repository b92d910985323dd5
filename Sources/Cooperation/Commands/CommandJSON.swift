public import Deciding
internal import SwiftProtobuf

/// The JSON form of commands: one object a command.
public enum CommandJSON {
  /// The most bytes of one command.
  public static let byteLimit = 1 << 20

  /// The most bytes that are decoded again to list the values that a field may have: 4 MiB.
  static let searchByteBudget = 4 << 20

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Reads one command, behind a byte order mark or without.
  ///
  /// - Throws: ``Rejection`` with code `malformedValue` that names the field and what would be right.
  /// - Complexity: O(bytes); on a failure O(bytes · log(values)), to find the field.
  public static func command(_ json: [UInt8]) throws(Rejection) -> PBCommand {
    // Some editors begin every file with it.
    let json = json.starts(with: byteOrderMark) ? Array(json.dropFirst(byteOrderMark.count)) : json
    guard json.count <= byteLimit else {
      throw Rejection(
        .malformedValue, "a command has at most \(byteLimit) bytes of JSON, not \(json.count)")
    }
    let command: PBCommand
    do {
      command = try decoded(json)
    } catch {
      throw explained(error, json, try JSONWalk(json))
    }
    try JSONNames.refuseRepeated(in: json, named: "command")
    guard command.body != nil else {
      throw Rejection(
        .malformedValue, "the command is missing: one field names it, as registerOrganisation")
    }
    return command
  }

  /// A command as JSON, as a client would write it.
  public static func text(_ command: PBCommand) throws(Rejection) -> String {
    do {
      return try command.jsonString()
    } catch {
      throw Rejection(.malformedValue, "the command has no JSON form: \(error)")
    }
  }

  static func decoded(_ json: [UInt8]) throws -> PBCommand {
    var options = JSONDecodingOptions()
    options.messageDepthLimit = JSONWalk.depthLimit
    return try PBCommand(jsonUTF8Bytes: json, options: options)
  }

  private static func explained(
    _ error: any Error, _ json: [UInt8], _ walk: JSONWalk
  ) -> Rejection {
    guard let error = error as? JSONDecodingError else {
      return Rejection(.malformedValue, "the command can't be read: \(error)")
    }
    if case .unknownField(let name) = error { return unknownField(name, walk) }
    let culprit = culprit(json, walk)
    let field = culprit?.value.path
    let isText = culprit?.value.string != nil
    let subject = field ?? "the command"
    if let culprit, let known = words(at: culprit.value, in: culprit.text) {
      return Rejection(.malformedValue, "\(subject) is one of \(known)", field: field)
    }
    switch error {
    case .malformedNumber, .numberRange, .leadingZero:
      let limits = culprit.flatMap { bounds(at: $0.value, in: $0.text) }
      let range = limits.map { " from \($0.least) to \($0.most)" } ?? ""
      return Rejection(.malformedValue, "\(subject) takes a whole number" + range, field: field)
    case .malformedString where isText, .invalidUTF8 where isText:
      return Rejection(
        .malformedValue,
        "\(subject) holds an escape that is no character, as one half of a surrogate pair",
        field: field)
    case .malformedString, .invalidUTF8:
      return Rejection(.malformedValue, "\(subject) takes a text in quotes", field: field)
    case .malformedBool:
      return Rejection(.malformedValue, "\(subject) takes true or false", field: field)
    case .unrecognizedEnumValue:
      return Rejection(
        .malformedValue, "\(subject) is none of the values that its schema lists", field: field)
    case .conflictingOneOf:
      return Rejection(
        .malformedValue, "a line holds one command, not two: \(subject) is another", field: field)
    default:
      guard let culprit, let expected = form(at: culprit.value, in: culprit.text) else {
        return Rejection(
          .malformedValue, "\(subject) is not of the form that its schema gives", field: field)
      }
      return Rejection(.malformedValue, "\(subject) takes \(expected)", field: field)
    }
  }

  /// What is said of a name that the schema doesn't know; the error tells it without its path.
  private static func unknownField(_ name: String, _ walk: JSONWalk) -> Rejection {
    let path = walk.fields.first { $0 == name || $0.hasSuffix("." + name) } ?? name
    let isCommand = !path.contains(".")
    return .malformed(
      path,
      isCommand
        ? unknownName(path)
        : "there is no field \(path); Schemas/concord/v1 lists those there are")
  }

  /// The first value that can't be read, with the text up to it: the decoder reads from the front, so
  /// every text that ends before it is read and none that holds it.
  ///
  /// - Complexity: O(bytes · log(values)).
  private static func culprit(
    _ json: [UInt8], _ walk: JSONWalk
  ) -> (value: JSONWalk.Value, text: [UInt8])? {
    func text(_ number: Int) -> [UInt8] {
      JSONWalk.text(json, upTo: walk.values[number].range.upperBound)
    }
    var (first, end) = (0, walk.values.count)
    while first < end {
      let middle = (first + end) / 2
      if (try? decoded(text(middle))) == nil { end = middle } else { first = middle + 1 }
    }
    return first < walk.values.count ? (walk.values[first], text(first)) : nil
  }
}
