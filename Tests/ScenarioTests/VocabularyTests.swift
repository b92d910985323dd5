import Projections
import ReadModels
import Testing

@Suite struct `A closed vocabulary` {
  @Test(arguments: RecordedScenario.files)
  func `holds every value that a scenario brings into its column`(file: String) async throws {
    let scenario = try await RecordedScenario(file)
    var seen = 0
    for view in CooperationReadModels.all.views {
      let page = try await scenario.store.page(ViewQuery(view.name, limit: 10_000))
      for (index, column) in page.columns.enumerated() {
        guard let words = column.vocabulary?.words else { continue }
        let values = Set(page.rows.map { $0[index] }).subtracting([.null])
        let texts = values.map { $0.text ?? $0.number.map { String($0) } ?? "" }
        #expect(Set(texts).isSubset(of: words), "\(view.name).\(column.name)")
        seen += texts.count
      }
    }
    #expect(seen > 50, "a scenario without words proves nothing")
  }

  /// Columns of these names that hold other texts.
  private static let open = ["Imports.kind", "IntakeQuality.kind"]

  @Test func `is declared wherever a column holds an enumeration`() {
    let names: Set = [
      "kind", "phase", "status", "state", "mode", "direction", "bound", "nature", "severity",
      "level", "school_level", "rate", "evidence", "verification", "result", "risk", "verdict",
    ]
    for view in CooperationReadModels.all.views {
      for column in view.columns {
        let isFlag = column.kind == .integer && column.name.hasPrefix("is_")
        guard names.contains(column.name) || isFlag else { continue }
        let name = view.name + "." + column.name
        #expect((column.vocabulary == nil) == Self.open.contains(name), "\(name)")
      }
    }
  }
}
