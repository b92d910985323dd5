import Projections

/// Streams that stand still, see the view Quarantine: figures lack what came after.
struct Standstill {
  /// How many there are, up to a page of the view.
  let streamCount: Int
  private let first: String

  /// Those of read models; `nil` where no stream stands still.
  init?(of store: ReadModelStore) async throws {
    let page = try await store.page(
      ViewQuery("Quarantine", columns: ["stream"], limit: store.limits.rowsPerPage))
    guard let first = page.rows.first?[0].text else { return nil }
    streamCount = page.rows.count
    self.first = first
  }

  /// What figures are that lack them.
  var sentence: String {
    streamCount == 1
      ? "\(first) stands still: figures lack it from an event on that this program doesn't understand"
      : "\(grouped(streamCount)) streams stand still, as \(first): figures lack them from events on "
        + "that this program doesn't understand"
  }
}

extension RowsBasis {
  /// Says on standard error what an answer lacks, where streams stand still.
  func noteStandstill() {
    guard quarantinedStreamCount > 0 else { return }
    let streams =
      quarantinedStreamCount == 1
      ? "1 stream stands" : "\(grouped(quarantinedStreamCount)) streams stand"
    Output.note(
      "\(streams) still, and may be missing here from events on that this program doesn't understand; "
        + "see: concord views show Quarantine")
  }
}
