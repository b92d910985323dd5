import Projections
import ReadModels
import Testing

@Suite struct `A column that is a number` {
  /// Numbers that tell which one or when, and count nothing.
  private static let ordinals: Set<String> = [
    "position", "number", "period", "amended_by", "ended_by", "class_year", "grade_year", "year",
    "entry_year", "first_entry_year", "rank", "ruleset_version", "times_opened", "holds", "claimed",
    "counts_exactly",
  ]

  @Test func `says in what unit, unless it is a flag or tells which one`() {
    var figures = 0
    for view in CooperationReadModels.all.views {
      for column in view.columns where column.kind == .integer {
        let isFlag = column.vocabulary?.words == ["0", "1"]
        if isFlag || Self.ordinals.contains(column.name) { continue }
        figures += 1
        #expect(column.unit?.isEmpty == false, "\(view.name).\(column.name)")
      }
    }
    for measure in CooperationReadModels.all.measures {
      for column in measure.columns where column.kind == .integer {
        if column.vocabulary?.words == ["0", "1"] || column.name == "step" { continue }
        #expect(column.unit?.isEmpty == false, "\(measure.name).\(column.name)")
      }
    }
    #expect(figures > 100)
  }

  @Test func `or a text, has a title and a definition, as its view has`() {
    for view in CooperationReadModels.all.views {
      #expect(!view.title.isEmpty && !view.definition.isEmpty, "\(view.name)")
      for column in view.columns {
        #expect(!column.title.isEmpty && !column.definition.isEmpty, "\(view.name).\(column.name)")
      }
    }
  }
}
