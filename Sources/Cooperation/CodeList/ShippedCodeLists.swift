// Made from Schemas/codelists by hand or script; a test compares both, so that neither drifts.

/// The lists that Concord brings: what a log without lists of its own is checked against.
enum ShippedCodeLists {
  /// The lists that are whole: a code that they lack is none.
  static let complete: Set<CodeListName> = [
    .schoolTypes, .cooperationTopics, .cooperationForms, .keyGroups,
  ]

  /// A list, as its file in `Schemas/codelists` has it.
  static func list(_ name: CodeListName) -> CodeList { lists[name] ?? CodeList() }

  private static let lists: [CodeListName: CodeList] = Dictionary(
    uniqueKeysWithValues: CodeListName.allCases.map { name in
      let rows = text(name).split(separator: "\n").enumerated().map { index, line in
        CodeListTable.Row(
          line: index + 1,
          cells: line.split(separator: "|", omittingEmptySubsequences: false).map(String.init))
      }
      guard let table = try? CodeListTable(rows: rows) else {
        preconditionFailure("the shipped list \(name.rawValue) can't be read")
      }
      var list = CodeList()
      for entry in table.entries { list.add(CodeList.Entry(entry)) }
      return (name, list)
    })

  /// The rows of the file, the cells of each with bars between.
  static func text(_ name: CodeListName) -> String {
    switch name {
    case .regions: regions
    case .industries: industries
    case .majors: majors
    case .schoolTypes: schoolTypes
    case .cooperationTopics: cooperationTopics
    case .cooperationForms: cooperationForms
    case .destinationCategories: destinationCategories
    case .keyGroups: keyGroups
    case .keyIndustries: keyIndustries
    case .occupations: occupations
    }
  }
}
