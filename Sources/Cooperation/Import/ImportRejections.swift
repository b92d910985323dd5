public import Deciding
internal import EventModel

extension Import {
  /// The rows that an import refused, by number: what whoever handed the file in was told first.
  ///
  /// None once what it recorded was taken back.
  /// - Throws: ``Rejection`` where a newer Concord wrote the import's events.
  public static func rejections(
    in history: StreamHistory
  ) throws(Rejection) -> [Int: PBImportRowRejected] {
    guard let file = try history.state(Import.self), file.phase != .reversed else { return [:] }
    var rejections: [Int: PBImportRowRejected] = [:]
    for event in history.effective {
      guard case .rowsProcessed(let rows)? = try? payloads.decode(event) else { continue }
      for row in rows.rejected { rejections[Int(row.row)] = row }
    }
    return rejections
  }
}
