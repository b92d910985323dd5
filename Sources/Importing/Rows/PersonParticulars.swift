internal import Cooperation
internal import SwiftProtobuf

/// What a row says of who somebody is, besides a number: enough to notice a number that is another's.
public struct PersonParticulars: Hashable, Sendable {
  /// The name.
  public let name: String?
  private let sex: PBPersonPersonal.Sex?
  /// The day of birth, as 2004-03-15.
  public let birthDate: String?

  /// What a row says of a person.
  init(_ identity: PBPersonPersonal) {
    name = identity.hasName ? identity.name : nil
    sex = identity.hasSex ? identity.sex : nil
    birthDate = identity.hasBirthDate ? identity.birthDate : nil
  }

  /// What was told elsewhere.
  ///
  /// - Returns: `nil` where the word for the sex is none.
  public init?(name: String?, sex: String?, birthDate: String?) {
    self.name = name
    self.birthDate = birthDate
    self.sex = sex.flatMap { word in Self.sexes.first { $0.value == word }?.key }
    if sex != nil, self.sex == nil { return nil }
  }

  /// The sex as a word, `FEMALE` or `MALE`.
  public var sexWord: String? { sex.flatMap { Self.sexes[$0] } }

  private static let sexes: [PBPersonPersonal.Sex: String] = [.female: "FEMALE", .male: "MALE"]

  /// A name alone.
  init(name: String) { self.init(.with { $0.name = name }) }

  /// Whether there is nothing to compare.
  var isEmpty: Bool { name == nil && sex == nil && birthDate == nil }

  /// What is said, for people, as `name or sex`.
  var list: String {
    let parts = [
      name.map { _ in "name" }, sex.map { _ in "sex" }, birthDate.map { _ in "day of birth" },
    ]
    .compactMap(\.self)
    guard let last = parts.last, parts.count > 1 else { return parts.joined() }
    return parts.dropLast().joined(separator: ", ") + " or " + last
  }

  /// Whether it says nothing else than what is kept; what only one of both says is not compared.
  ///
  /// - Parameter plaintext: the person's part ``Person/identityPart``.
  public func agree(with plaintext: [UInt8]) -> Bool {
    (try? PBPersonPersonal(serializedBytes: plaintext)).map(agree) ?? true
  }

  /// Whether what is kept has this very name.
  ///
  /// - Parameter plaintext: the person's part ``Person/identityPart``.
  public static func isName(_ name: String, keptIn plaintext: [UInt8]) -> Bool {
    guard let kept = try? PBPersonPersonal(serializedBytes: plaintext), kept.hasName else {
      return false
    }
    return folded(name) == folded(kept.name)
  }

  func agree(with kept: PBPersonPersonal) -> Bool {
    if let name, kept.hasName, Self.folded(name) != Self.folded(kept.name) { return false }
    if let sex, kept.hasSex, sex != kept.sex { return false }
    if let birthDate, kept.hasBirthDate, birthDate != kept.birthDate { return false }
    return true
  }

  /// A name without what two people write differently: blanks, capitals, the kind of dot within it.
  private static func folded(_ name: String) -> String {
    CellText.halfWidth(name).lowercased().filter { !$0.isWhitespace && !"·•‧・．.".contains($0) }
  }
}
