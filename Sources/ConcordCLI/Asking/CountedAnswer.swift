import Cooperation
import EventModel
import HTTPAPI
import Projections
import SwiftProtobuf

/// What is kept of the answer to a question when it is frozen, and when it is counted again.
struct CountedAnswer {
  /// SHA-256 of the whole answer as CSV without a byte order mark, 64 hex digits.
  let sha256: String
  /// The position after the last event that was counted.
  let end: Position

  private let columns: [ColumnDeclaration]
  /// The row, where there is one alone.
  private let row: [SQLValue]?

  /// Asks a measure, or a view for all its rows, page by page.
  ///
  /// - Throws: `ProjectionError` where there is neither of that name, or an argument is wrong.
  init(to query: PBClaimMeasure, from store: ReadModelStore) async throws {
    let arguments = Dictionary(
      query.arguments.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    guard let view = try? store.readModels.view(query.name), view.name == query.name else {
      let result = try await store.measure(query.name, arguments)
      columns = result.measure.columns
      var digest = CSVDigest(columns: columns.map(\.name))
      digest.add(result.rows)
      sha256 = digest.hexadecimal
      row = result.rows.count == 1 ? result.rows[0] : nil
      end = result.end
      return
    }
    columns = view.columns
    var digest = CSVDigest(columns: columns.map(\.name))
    var question = ViewQuery(view.name, limit: store.limits.rowsPerPage, arguments: arguments)
    var page = try await store.page(question)
    row = page.rows.count == 1 && page.next == nil ? page.rows[0] : nil
    digest.add(page.rows)
    while let cursor = page.next {
      question.cursor = cursor
      page = try await store.page(question)
      digest.add(page.rows)
    }
    sha256 = digest.hexadecimal
    end = page.end
  }

  /// The numbers of an answer of one row; of more rows the digest alone is kept.
  var figures: [PBReportFigure] {
    guard let row else { return [] }
    return zip(columns, row).compactMap { column, value in
      guard let number = value.number, column.name != "is_hidden" else { return nil }
      return .with {
        $0.label = column.name
        $0.figure = String(number)
        if let unit = column.unit { $0.unit = unit }
      }
    }
  }
}
