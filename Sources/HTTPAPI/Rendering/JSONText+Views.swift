internal import EventModel
public import Projections

extension JSONText {
  /// Writes one row, its columns by name; what is nothing is left out.
  public mutating func row(_ columns: [ColumnDeclaration], _ row: [SQLValue]) {
    object { json in
      for (column, value) in zip(columns, row) {
        switch value {
        case .null: break
        case .integer(let number): json.field(column.name, number)
        case .text(let text): json.field(column.name, text)
        case .blob: json.field(column.name, value.description)
        }
      }
    }
  }

  /// Writes rows, the position that they know, and how many streams they lack something of, if any.
  public mutating func rows(
    _ columns: [ColumnDeclaration], _ rows: [[SQLValue]], _ basis: RowsBasis, next: String? = nil
  ) {
    object { json in
      json.field("end", Int64(basis.end.number))
      json.standstill(of: basis)
      json.name("rows")
      json.list { json in
        for row in rows { json.row(columns, row) }
      }
      json.field("next", next)
    }
  }

  /// Writes how many streams rows lack something of, if any.
  mutating func standstill(of basis: RowsBasis) {
    guard basis.quarantinedStreamCount > 0 else { return }
    field("quarantinedStreams", Int64(basis.quarantinedStreamCount))
  }

  /// Writes what views there are: names, definitions, columns with units, arguments.
  public mutating func views(_ views: [ViewDeclaration]) {
    list { json in
      for view in views {
        json.object { json in
          json.field("name", view.name)
          json.field("shortName", view.shortName)
          json.field("title", view.title)
          json.field("definition", view.definition)
          json.field("singlePersons", view.singlePersons)
          json.name("ownedBy")
          json.list { json in
            for column in view.ownedBy { json.string(column) }
          }
          json.name("key")
          json.list { json in
            for column in view.keyColumns { json.string(column.name) }
          }
          json.columns(view.columns)
          json.arguments(view.arguments)
        }
      }
    }
  }

  /// Writes what measures there are.
  public mutating func measures(_ measures: [MeasureDeclaration]) {
    list { json in
      for measure in measures {
        json.object { json in
          json.field("name", measure.name)
          json.field("title", measure.title)
          json.field("definition", measure.definition)
          json.columns(measure.columns)
          json.arguments(measure.arguments)
        }
      }
    }
  }

  private mutating func columns(_ columns: [ColumnDeclaration]) {
    name("columns")
    list { json in
      for column in columns {
        json.object {
          $0.field("name", column.name)
          $0.field("kind", column.kind.rawValue)
          $0.field("title", column.title)
          $0.field("unit", column.unit)
          $0.field("definition", column.definition)
          $0.vocabulary(column.vocabulary)
        }
      }
    }
  }

  private mutating func arguments(_ arguments: [ArgumentDeclaration]) {
    if arguments.isEmpty { return }
    name("arguments")
    list { json in
      for argument in arguments {
        json.object {
          $0.field("name", argument.name)
          $0.field("kind", argument.kind.rawValue)
          $0.field("required", argument.isRequired)
          $0.field("definition", argument.definition)
          $0.vocabulary(argument.vocabulary)
        }
      }
    }
  }

  private mutating func vocabulary(_ vocabulary: Vocabulary?) {
    guard let vocabulary else { return }
    name("values")
    list { json in
      for word in vocabulary.words { json.string(word) }
    }
  }
}
