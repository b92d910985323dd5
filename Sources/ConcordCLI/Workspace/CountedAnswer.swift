import Cooperation
import EventModel
import HTTPAPI
import Projections
import SwiftProtobuf

/// The whole answer to a question, as it is frozen and as it is counted again.
struct CountedAnswer {
  /// What the values are.
  let columns: [ColumnDeclaration]
  /// All rows.
  let rows: [[SQLValue]]
  /// The position after the last event that was counted.
  let end: Position

  /// Asks a measure, or a view for all its rows.
  ///
  /// - Throws: `ProjectionError` where there is neither of that name, or an argument is wrong.
  init(to query: PBClaimMeasure, from store: ReadModelStore) async throws {
    let arguments = Dictionary(
      query.arguments.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    guard let view = try? store.readModels.view(query.name), view.name == query.name else {
      let result = try await store.measure(query.name, arguments)
      columns = result.measure.columns
      rows = result.rows
      end = result.end
      return
    }
    var question = ViewQuery(view.name, limit: store.limits.rowsPerPage, arguments: arguments)
    var page = try await store.page(question)
    var gathered = page.rows
    while let cursor = page.next {
      question.cursor = cursor
      page = try await store.page(question)
      gathered += page.rows
    }
    columns = view.columns
    rows = gathered
    end = page.end
  }

  /// SHA-256 of the answer as CSV without a byte order mark, 64 hex digits.
  var sha256: String {
    CSVText(columns: columns.map(\.name), rows: rows, byteOrderMark: false).sha256
  }

  /// The numbers of an answer of one row; of more rows the digest alone is kept.
  var figures: [PBReportFigure] {
    guard rows.count == 1 else { return [] }
    return zip(columns, rows[0]).compactMap { column, value in
      guard let number = value.number, column.name != "is_hidden" else { return nil }
      return .with {
        $0.label = column.name
        $0.figure = String(number)
        if let unit = column.unit { $0.unit = unit }
      }
    }
  }
}
