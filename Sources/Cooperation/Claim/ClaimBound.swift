extension PBClaimPublished.Bound {
  /// Whether a count bears out a figure that was told with this word.
  ///
  /// Nearly a hundred is 90 to 99, hundreds of thousands are 200,000 to 999,999.
  /// - Returns: `nil` where the word says nothing.
  public func bears(out figure: Int, counted: Int) -> Bool? {
    switch self {
    case .exact: counted == figure
    case .moreThan: counted > figure
    case .nearly: counted * 100 >= figure * 90 && counted * 100 <= figure * 99
    case .orderOfMagnitude: counted >= figure * 2 && counted < figure * 10
    case .unknown, .unspecified, .UNRECOGNIZED: nil
    }
  }
}
