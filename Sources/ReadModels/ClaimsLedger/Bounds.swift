/// How exact a published figure is meant, where it is compared in SQL.
enum Bounds {
  /// In SQL: whether a count bears out a figure that was told with a word; nothing where the word says
  /// nothing, or there is no figure.
  ///
  /// The same as ``Cooperation/PBClaimPublished/Bound/bears(out:counted:)``.
  static func bearsOut(_ figure: String, _ bound: String, counted: String) -> String {
    """
    CASE \(bound) WHEN 'EXACT' THEN \(counted) = \(figure)
      WHEN 'MORE_THAN' THEN \(counted) > \(figure)
      WHEN 'NEARLY' THEN \(counted) * 100 BETWEEN \(figure) * 90 AND \(figure) * 99
      WHEN 'ORDER_OF_MAGNITUDE' THEN \(counted) >= \(figure) * 2 AND \(counted) < \(figure) * 10
      END
    """
  }

  /// In SQL: whether a count is more than a figure that was told with a word can be; nothing where the
  /// word says nothing, or there is no figure.
  static func contradicts(_ figure: String, _ bound: String, counted: String) -> String {
    """
    CASE \(bound) WHEN 'EXACT' THEN \(counted) > \(figure)
      WHEN 'MORE_THAN' THEN 0
      WHEN 'NEARLY' THEN \(counted) * 100 > \(figure) * 99
      WHEN 'ORDER_OF_MAGNITUDE' THEN \(counted) >= \(figure) * 10
      END
    """
  }
}
