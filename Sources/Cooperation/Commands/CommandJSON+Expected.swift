internal import EventModel
internal import Foundation
internal import SwiftProtobuf

/// What would be right where a command's JSON is not: the values of an enum, the bounds of a number,
/// the names that resemble one nobody knows.
extension CommandJSON {
  /// What a command may have that no aggregate's command is.
  private static let envelopeNames = [
    "id", "occurred", "effectiveFrom", "effectiveTo", "standing", "source", "onBehalfOf",
    "corrects", "expected", "voidEvent", "passReview", "failReview",
  ]

  /// What a name may resemble.
  private static let knownNames = NearNames(
    envelopeNames + CooperationModel.commands.map { $0.name })

  /// The sentence about a name that is no command and no field of the envelope.
  static func unknownName(_ name: String) -> String {
    let near = knownNames.near(name)
    let hint =
      near.isEmpty
      ? "Schemas/concord/v1/command.proto lists them"
      : "did you mean \(near.joined(separator: ", "))?"
    return "there is no command or field \(name); \(hint)"
  }

  /// The names that the enum of a value may have; empty where it is of no enum.
  ///
  /// - Parameter json: a text that ends with the value.
  static func names(at value: JSONWalk.Value, in json: [UInt8]) -> [String] {
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
      return walk.values.first { $0.path == value.path }?.string
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

extension JSONWalk.Value {
  /// A text with something else where this value is.
  func replaced(in json: [UInt8], by text: String) -> [UInt8] {
    Array(json[..<range.lowerBound]) + Array(text.utf8) + Array(json[range.upperBound...])
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
