internal import Deciding
internal import EventModel

extension Rule {
  /// DUPLICATE-KIND: an organisation is of one kind.
  ///
  /// Of a duplicate nothing is counted any more, and to end a merger takes two persons: our own act
  /// waits for a correction of what is wrong.
  static let duplicateKind = Rule(
    number: "DUPLICATE-KIND", sentence: "Two records of one organisation are of one kind.",
    source: "Concord's model of cooperation", isVerified: true, whenDecided: .reject,
    whenReported: .review)
}
