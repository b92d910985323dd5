import Cooperation
import EventModel
import ReadModels
import Testing

@Suite struct `Streams of one person each` {
  /// Those that are of an organisation, of several persons, or of nobody.
  private static let others: Set<StreamCategory> = [
    "activity", "agreement", "alliance", "campaign", "claim", "code.list", "exhibitor", "facility",
    "finding", "fund", "grant", "host.post", "import", "intention", "meeting", "membership", "need",
    "order.class", "organisation", "policy", "privacy.record", "programme", "report", "session",
    "survey", "target", "training", "vacancy", "visit",
    // Between persons and organisations; its name says nothing of either.
    "dispute",
  ]

  @Test func `are told from all others, category by category`() {
    let ofOne = Set(SinglePersons.categories + SinglePersons.codes)
    let others = Self.others.union(
      CodeKey.kinds.filter { !$0.isOfOnePerson }.map(\.category))
    let all = Set(CooperationModel.aggregates.map(\.category))
    for category in all.subtracting(ofOne).subtracting(others).sorted(by: { $0.text < $1.text }) {
      Issue.record(
        """
        Is a stream of \(category) of one person? Then it belongs into SinglePersons, or whoever may \
        see no single person reads its name; else it belongs here.
        """)
    }
    #expect(ofOne.isDisjoint(with: others))
    #expect(ofOne.union(others).subtracting(all).map(\.text).sorted() == [], "nobody has these")
  }
}
