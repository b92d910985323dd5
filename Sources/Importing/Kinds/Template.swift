extension ImportKind {
  /// An empty sheet of this kind: the header and examples, as CSV that spreadsheets open.
  ///
  /// Required columns carry a star. Example rows begin with a mark, and are no facts: a reader passes
  /// them over while they have it. Without it the examples of all kinds fit together: imported one
  /// after the other they are accepted.
  public func template(_ language: SheetLanguage) -> [UInt8] {
    var text = DelimitedText(byteOrderMark: true)
    text.row(
      fields.map { field in
        field.header.text(language) + (field.isRequired || field.key == "occurred" ? "*" : "")
      })
    for index in 0..<exampleCount {
      var cells = fields.map { field in
        field.examples.indices.contains(index) ? field.examples[index].text(language) : ""
      }
      cells[0] = SheetRow.exampleMark.text(language) + " " + cells[0]
      text.row(cells)
    }
    return text.take()
  }

  private var exampleCount: Int { fields.map(\.examples.count).max() ?? 0 }
}
