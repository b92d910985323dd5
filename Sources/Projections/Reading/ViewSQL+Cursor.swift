internal import EventModel

extension ViewSQL {
  /// The cursor after a row.
  ///
  /// - Parameter row: the row with the cursor's columns behind those of the answer.
  func cursor(after row: [SQLValue]) -> String {
    var packed = PackedRows()
    packed.beginRow()
    packed.appendInteger(Int64(bitPattern: identity))
    for value in row.suffix(order.count) { packed.append(value) }
    return hexText(packed.bytes)
  }

  /// A number for the question: a cursor made by another one, or by another order, doesn't fit.
  static func identity(_ query: ViewQuery, _ order: [Order]) -> UInt64 {
    var text = query.view
    for filter in query.filters { text += "\u{1}\(filter)" }
    for sort in query.sort { text += "\u{2}\(sort)" }
    for value in order { text += "\u{4}\(value.sql)" }
    for argument in query.arguments.sorted(by: { $0.key < $1.key }) { text += "\u{3}\(argument)" }
    return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
  }

  static func after(
    _ cursor: String, _ identity: UInt64, _ order: [Order], _ bound: inout [SQLValue]
  ) throws(ProjectionError) -> String {
    guard let values = values(of: cursor), values.count == order.count + 1,
      values[0].number == Int64(bitPattern: identity)
    else {
      throw ProjectionError(
        .badCursor, "the cursor belongs to another query: repeat the first page", field: "cursor")
    }
    // Rows after (a, b, c): a greater, or a equal and b greater, or … Nothing sorts before all.
    var alternatives: [String] = []
    for index in order.indices {
      var parts: [String] = []
      for earlier in 0..<index {
        parts.append("\(order[earlier].sql) IS ?")
        bound.append(values[earlier + 1])
      }
      let name = order[index].sql
      let value = values[index + 1]
      switch (value, order[index].isDescending) {
      case (.null, false): parts.append("\(name) IS NOT NULL")
      case (.null, true): parts.append("0")
      case (_, false):
        parts.append("\(name) > ?")
        bound.append(value)
      case (_, true):
        parts.append("(\(name) < ? OR \(name) IS NULL)")
        bound.append(value)
      }
      alternatives.append("(" + parts.joined(separator: " AND ") + ")")
    }
    return "(" + alternatives.joined(separator: " OR ") + ")"
  }

  private static func values(of cursor: String) -> [SQLValue]? {
    guard cursor.utf8.count <= 20_000, let bytes = EventModel.bytes(hex: cursor.utf8) else {
      return nil
    }
    return PackedRows.values(validating: bytes)
  }
}
