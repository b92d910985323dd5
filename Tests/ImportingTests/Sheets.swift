import Cooperation
import EventModel
import Testing

@testable import Importing

/// Reads sheets of one kind and answers look-ups from a table.
struct Sheet {
  let kind: ImportKind
  var mapping = ColumnMapping.none
  var options = ImportOptions()
  /// What is recorded; anything else isn't.
  var known: [LookUp: String] = [:]
  /// Persons who are others than a row says.
  var strangers: Set<String> = []
  /// What more than one has.
  var several: [LookUp: [String]] = [:]
  var file = "file"

  init(_ name: String) throws { kind = try #require(ImportKind.named(name)) }

  func placed(_ text: String) throws -> [SheetReader.Placed] {
    var reader = SheetReader(kind, mapping: mapping, isJSON: text.hasPrefix("{"))
    return try reader.read(Array(text.utf8)) + reader.finish()
  }

  func translations(_ text: String) throws -> [RowTranslation] {
    let digest = try sha256(file)
    return try placed(text).map { placed in
      var answers: [LookUp: LookUpAnswer] = [:]
      let row = kind.read(
        placed.row, placed.layout,
        identity: RowIdentity(file: digest, kind: kind.name, row: placed.row.number),
        options: options)
      for _ in 0..<ImportLimits.lookUpRounds {
        let translation = row.translation(answers)
        guard case .wants(let wanted) = translation else { return translation }
        for lookUp in wanted { answers[lookUp] = try answer(lookUp) }
      }
      Issue.record("a row asks for ever")
      return .refused([])
    }
  }

  private func answer(_ lookUp: LookUp) throws -> LookUpAnswer {
    if case .particulars(_, let person) = lookUp {
      return strangers.contains(person.text) ? .notFound : .found(person)
    }
    if let streams = several[lookUp] {
      return .several(try streams.map { try StreamName(validating: $0) })
    }
    return try known[lookUp].map { .found(try StreamName(validating: $0)) } ?? .notFound
  }

  /// The commands of the only row.
  func commands(_ text: String) throws -> [PBCommand] {
    guard case .commands(let commands) = try #require(try translations(text).first) else {
      Issue.record("refused: \(try problems(text))")
      return []
    }
    return commands.map(\.command)
  }

  /// What is wrong with the first row.
  func problems(_ text: String) throws -> [RowProblem] {
    guard case .refused(let problems) = try #require(try translations(text).first) else {
      return []
    }
    return problems
  }

  func code(_ text: String) throws -> ImportCode? { try problems(text).first?.code }

  private func sha256(_ text: String) throws -> Digest {
    var survey = FileSurvey()
    survey.look(at: Array(text.utf8))
    return try survey.findings(said: nil).sha256
  }
}
