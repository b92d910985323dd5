/// The names of tiles, which the format fixes: Concord serves none yet, and tells a tile by its name only
/// in messages.
extension Tile {
  private static let partialMark: Substring = ".p"

  /// The path under which tile logs serve the tile, without a leading slash.
  ///
  /// Shape: `tile/<level>/<index>`, the index in groups of three digits of which all but the last
  /// are prefixed with x, then `.p/<width>` unless the tile is full. Tile 1,234,067 of level 0 is
  /// `tile/0/x001/x234/067`.
  ///
  /// Source: C2SP tlog-tiles.
  public var path: String {
    let partial = isFull ? "" : "\(Self.partialMark)/\(width)"
    return "tile/\(level)/\(Self.groups(of: index))\(partial)"
  }

  /// Reads a path; the inverse of `path`, so that `Tile(path: text).path == text`.
  ///
  /// - Throws: `.malformedTilePath` for any text that is not the canonical path of a tile: a
  ///   tile must not be cached under two addresses.
  public init(path text: String) throws(MerkleTreeError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let tile = Self.parse(parts[...]), tile.path == text else {
      throw .malformedTilePath(text)
    }
    self = tile
  }

  /// Reads the parts leniently: `init(path:)` compares what comes out with what went in.
  private static func parse(_ parts: ArraySlice<Substring>) -> Tile? {
    var parts = parts
    guard parts.popFirst() == "tile", let level = parts.popFirst().flatMap({ Int($0) }) else {
      return nil
    }
    var width = fullWidth
    if let mark = parts.dropLast().last, mark.hasSuffix(partialMark) {
      guard let partial = parts.popLast().flatMap({ Int($0) }) else { return nil }
      width = partial
      parts[parts.endIndex - 1] = mark.dropLast(partialMark.count)
    }
    // Six groups hold every index that fits; more would only overflow.
    guard !parts.isEmpty, parts.count <= 6 else { return nil }
    var index: UInt64 = 0
    for part in parts {
      let digits = part.hasPrefix("x") ? part.dropFirst() : part
      guard digits.utf8.count == 3, let group = UInt64(digits) else { return nil }
      index = index * 1_000 + group
    }
    return try? Tile(level: level, index: index, width: width)
  }

  private static func groups(of index: UInt64) -> String {
    var rest = index
    var text = padded(rest % 1_000)
    while rest >= 1_000 {
      rest /= 1_000
      text = "x\(padded(rest % 1_000))/\(text)"
    }
    return text
  }

  private static func padded(_ group: UInt64) -> String {
    let digits = String(group)
    return String(repeating: "0", count: 3 - digits.utf8.count) + digits
  }
}

extension Tile: CustomStringConvertible {
  /// The path, which names level, index and width.
  public var description: String { path }
}
