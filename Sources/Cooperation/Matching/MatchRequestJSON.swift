public import Deciding
internal import Foundation
internal import SwiftProtobuf

/// The JSON form of a search for matches.
public enum MatchRequestJSON {
  /// The most bytes of one.
  public static let byteLimit = 1 << 16

  private static let fields = [
    "person", "enrolment", "school", "enterprise", "on", "limit", "wishes", "weights",
  ]

  /// Reads one search.
  ///
  /// - Throws: ``Rejection`` with code `malformedValue` that names the field and what would be right.
  public static func request(_ json: [UInt8]) throws(Rejection) -> PBMatchRequest {
    // Bad syntax, and a field that is given twice, which swift-protobuf takes.
    let walk = try JSONWalk(json, named: "search")
    do {
      return try PBMatchRequest(jsonUTF8Bytes: json)
    } catch JSONDecodingError.unknownField(let name) {
      let path = walk.fields.first { $0 == name || $0.hasSuffix("." + name) } ?? name
      throw .malformed(
        path,
        path == name
          ? "a search has no field \(name); it has \(fields.joined(separator: ", "))"
          : "a search has no field \(path); Schemas/concord/v1/match.proto lists those there are")
    } catch {
      throw malformedValue(in: json, walk)
    }
  }

  /// Blames the first value behind which the text can't be read.
  private static func malformedValue(in json: [UInt8], _ walk: JSONWalk) -> Rejection {
    let culprit = walk.values.first { value in
      let text = JSONWalk.text(json, upTo: value.range.upperBound)
      return (try? PBMatchRequest(jsonUTF8Bytes: text)) == nil
    }
    let field = culprit?.path ?? ""
    let expected =
      switch culprit?.key {
      case "limit", "payFen", "pay_fen": "a whole number"
      case "wishes", "weights", "": "an object"
      case "regions": "a list of texts in quotes"
      default: "a text in quotes"
      }
    return .malformed(field, "\(field) takes \(expected)")
  }
}
