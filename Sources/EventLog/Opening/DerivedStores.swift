/// What is derived from the records: opened, brought up to the log's end, or made anew.
struct DerivedStores {
  let index: IndexStore
  let tiles: TileStore
  /// What lies between the index's checkpoint and the log's end.
  let overlay: Overlay
  /// Whether the index was held against the log, or made from it.
  var isIndexChecked = false
}
