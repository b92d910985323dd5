internal import Cooperation
internal import struct Crypto.SHA256
internal import EventModel

/// An organisation as a sheet names it.
enum OrganisationCell: Hashable, Sendable {
  /// By its Unified Social Credit Code.
  case creditCode(String)
  /// By its school code.
  case schoolCode(String)
  /// By its stream.
  case stream(StreamName)
  /// By a name, or by the number under which a sheet brought it in, which that stream stands for.
  case named(String, numbered: StreamName)
}

/// A person as a sheet names somebody who is no student.
enum PersonCell: Hashable, Sendable {
  /// By the ID number.
  case idNumber(String)
  /// By the stream.
  case stream(StreamName)
}

extension CellParser<PersonCell> {
  /// A person: by ID number or stream; no message repeats anything of it.
  static let person = CellParser("a person: an ID number, or a stream's name, as person-…") {
    (text) throws(CellProblem) in
    if let stream = try? StreamName(validating: CellText.halfWidth(text)),
      stream.category == Person.category
    {
      return .stream(stream)
    }
    guard let first = CellText.halfWidth(text).utf8.first, isDigit(first) else {
      throw CellProblem(
        .badFormat, "an ID number, or a stream's name, as person-…: a name alone may be anybody's")
    }
    return .idNumber(try CellParser<String>.idNumber.parse(text))
  }
}

extension CellParser<OrganisationCell> {
  /// An organisation: by credit code, school code, stream name, its own number, or its name.
  static let organisation = CellParser(
    "an organisation: its credit code, its school code, its stream's name, the number under which it "
      + "was imported, or its exact name where no other has it"
  ) { (text) throws(CellProblem) in
    let code = CellText.code(text)
    guard !CellText.isRoundedNumber(code) else { throw .rounded }
    if let valid = try? CreditCode(validating: code) {
      guard valid.failure == nil || !CellText.mayBeRounded(code) else { throw .rounded }
      return .creditCode(valid.text)
    }
    if SchoolCode(validating: code) != nil { return .schoolCode(code) }
    let stream = try StreamCell.stream(text, Organisation.category)
    return stream.text == CellText.halfWidth(text)
      ? .stream(stream) : .named(text, numbered: stream)
  }
}

extension CellParser<StreamName> {
  /// An entity of one category: by its stream's name, or by a number of the clerk's own.
  static func number(_ category: StreamCategory) -> CellParser {
    CellParser("a number of your own, or a stream's name, as \(category)-…") {
      (text) throws(CellProblem) in
      try StreamCell.stream(text, category)
    }
  }

  /// An entity of one category, by its stream's name alone.
  static func stream(_ category: StreamCategory) -> CellParser {
    CellParser("a stream's name, as \(category)-…") { (text) throws(CellProblem) in
      guard let stream = try? StreamName(validating: CellText.halfWidth(text)),
        stream.category == category
      else { throw CellProblem(.badFormat, "a stream's name is taken, as \(category)-…") }
      return stream
    }
  }
}

/// The stream that a clerk's own number stands for.
///
/// A pure function, so that another sheet can name the same entity by the same number. What fits a
/// stream's name stands in it; anything else, as Chinese, stands there as its hash.
enum StreamCell {
  static func stream(
    _ text: String, _ category: StreamCategory
  ) throws(CellProblem) -> StreamName {
    let text = CellText.halfWidth(text)
    guard !CellText.isRoundedNumber(text) else { throw .rounded }
    guard text.count <= ImportLimits.nameCharacterCount else {
      throw CellProblem(
        .badLength, "at most \(ImportLimits.nameCharacterCount) characters, not \(text.count)")
    }
    // A stream's name is written into the log and travels further than any person's number may.
    guard !holdsIDNumber(text) else {
      throw CellProblem(.badFormat, "a number that holds an ID number is not taken: give another")
    }
    if let stream = try? StreamName(validating: text),
      CooperationModel.aggregate(stream.category) != nil
    {
      guard stream.category == category else {
        throw CellProblem(
          .badFormat, "a stream \(category)-… belongs here, not \(stream.category)-…")
      }
      return stream
    }
    if let stream = try? category.stream(text) { return stream }
    let hash = Array(SHA256.hash(data: Array(text.utf8))).prefix(10)
    do throws(EventModelError) {
      return try category.stream("x" + hexText(hash))
    } catch {
      throw CellProblem(.badFormat, error.reason)
    }
  }

  private static func holdsIDNumber(_ text: String) -> Bool {
    let bytes = Array(text.uppercased().utf8)
    guard bytes.count >= 18 else { return false }
    return (0...bytes.count - 18).contains { start in
      bytes[start..<start + 17].allSatisfy(isDigit)
        && (try? IDNumber(validating: String(decoding: bytes[start..<start + 18], as: UTF8.self)))
          != nil
    }
  }
}
