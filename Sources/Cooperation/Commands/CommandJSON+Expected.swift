internal import Deciding
internal import EventModel
internal import Foundation
internal import SwiftProtobuf

/// What would be right where a command's JSON is not: the values of an enum, the bounds of a number,
/// the names that resemble one nobody knows.
extension CommandJSON {
  /// What a request may have besides its command.
  private static let envelopeNames = [
    "id", "occurred", "effectiveFrom", "effectiveTo", "standing", "source", "onBehalfOf",
    "corrects", "expected",
  ]

  /// What a name may resemble.
  private static let knownNames = NearNames(envelopeNames + CooperationModel.commandNames)

  /// The sentence about a name that is no command and no field of the envelope.
  static func unknownName(_ name: String) -> String {
    let near = knownNames.near(name)
    let hint =
      near.isEmpty
      ? "Schemas/concord/v1/command.proto lists them"
      : "did you mean \(near.joined(separator: ", "))?"
    return "there is no command or field \(name); \(hint)"
  }

  /// The words that a value may be, in one line; `nil` where it is of no closed list.
  ///
  /// - Parameter json: a text that ends with the value.
  static func words(at value: JSONWalk.Value, in json: [UInt8]) -> String? {
    let names = names(at: value, in: json)
    return names.isEmpty ? nil : names.joined(separator: ", ")
  }

  /// The names that the enum of a value may have; empty where it is of no enum.
  private static func names(at value: JSONWalk.Value, in json: [UInt8]) -> [String] {
    // No enum has this number, so it shows where the value is in the message.
    let mark = 1_987_654_321
    guard let marked = try? decoded(value.replaced(in: json, by: "\(mark)")) else { return [] }
    var finder = EnumFinder(mark: mark)
    try? marked.traverse(visitor: &finder)
    guard finder.numbers.count <= searchByteBudget / json.count else { return [] }
    return finder.numbers.filter { $0 != 0 }.compactMap { number in
      guard let command = try? decoded(value.replaced(in: json, by: "\(number)")),
        let text: [UInt8] = try? command.jsonUTF8Bytes(), let walk = try? JSONWalk(text)
      else { return nil }
      // The value may be given under the field's other name.
      let path = JSONNames.common(value.path)
      return walk.values.first { JSONNames.common($0.path) == path }?.string
    }
  }

  /// The bounds of a whole number, as they are written; `nil` where the value is no number's.
  ///
  /// - Parameter json: a text that ends with the value.
  static func bounds(at value: JSONWalk.Value, in json: [UInt8]) -> (least: String, most: String)? {
    func takes(_ number: Int64) -> Bool {
      (try? decoded(value.replaced(in: json, by: "\(number)"))) != nil
    }
    guard takes(1) else { return nil }
    let isSigned = takes(-1)
    if takes(Int64(Int32.max) * 2 + 2) {
      return isSigned ? ("\(Int64.min)", "\(Int64.max)") : ("0", "\(UInt64.max)")
    }
    return isSigned ? ("\(Int32.min)", "\(Int32.max)") : ("0", "\(UInt32.max)")
  }
}

extension CommandJSON {
  /// Whether a value is to be an object, a list, a text, a truth or a number; `nil` where it is none.
  ///
  /// - Parameter json: a text that ends with the value.
  static func form(at value: JSONWalk.Value, in json: [UInt8]) -> String? {
    let forms = [
      ("{}", "an object, in braces"), ("[]", "a list, in brackets"),
      ("\"\"", "a text in quotes"), ("true", "true or false"), ("1", "a number"),
    ]
    for (text, name) in forms where (try? decoded(value.replaced(in: json, by: text))) != nil {
      return name
    }
    return nil
  }

  /// Names the value of a closed list for which there is no word, where one is met.
  ///
  /// - Parameter json: a command in its canonical form, where only such a value is a number.
  /// - Throws: ``Rejection`` that names the field and the words.
  /// - Complexity: within ``searchByteBudget``.
  static func checkWords(in json: [UInt8]) throws(Rejection) {
    var rest = searchByteBudget
    for value in try JSONWalk(json).values {
      guard value.mayStandForNoWord(in: json) else { continue }
      let text = JSONWalk.text(json, upTo: value.range.upperBound)
      rest -= text.count
      guard rest >= 0 else { return }
      if let words = words(at: value, in: text) {
        throw .malformed(value.path, "\(value.path) is one of \(words), in quotes")
      }
    }
  }
}

extension JSONWalk.Value {
  /// A text up to this value, with something else in its place, and what stands open there closed.
  func replaced(in json: [UInt8], by text: String) -> [UInt8] {
    let start = Array(json[..<range.lowerBound]) + Array(text.utf8)
    return JSONWalk.text(start, upTo: start.count)
  }

  /// Whether the value may be of a closed list and no word of it.
  fileprivate func mayStandForNoWord(in json: [UInt8]) -> Bool {
    if let string { return string.hasSuffix("_UNSPECIFIED") }
    // Of any size: there are numbers that no floating one holds as they are.
    let first = json[range.lowerBound]
    return isDigit(first) || first == UInt8(ascii: "-")
  }
}

/// Finds the enum of the field that has a number of which no enum has one.
private struct EnumFinder: MessageVisitor {
  let mark: Int
  /// All numbers of that enum.
  var numbers: [Int] = []

  init(mark: Int) { self.mark = mark }

  mutating func visitSingularEnumField<E: SwiftProtobuf.Enum>(value: E, fieldNumber: Int) throws {
    guard value.rawValue == mark, let type = E.self as? any CaseIterable.Type else { return }
    numbers = Self.numbers(type)
  }

  private static func numbers<All: CaseIterable>(_ type: All.Type) -> [Int] {
    All.allCases.compactMap { ($0 as? any SwiftProtobuf.Enum)?.rawValue }
  }
}
