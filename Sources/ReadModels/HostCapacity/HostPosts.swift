internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Posts that hosts offer to interns.
struct HostPosts: StateProjection {
  typealias Folded = HostPost
  typealias Memory = [Offer]

  /// From an offer to its withdrawal.
  struct Offer: Sendable {
    var from: Moment
    var to: Moment?
  }

  let name = "HostPosts"
  let version = 2
  let initialMemory: [Offer] = []
  static let hostPost = TableDeclaration(
    "host_post", "A post for interns as it stands now.",
    [
      .organisation("host", title: "Host", "Whose post it is."),
      .text("title", nullable: true, title: "Title", "What it is called."),
      .text("phase", title: "Phase", "known, offered or withdrawn.", of: HostPost.Phase.self),
      .text("majors", nullable: true, title: "Majors", "6 digits each."),
      .text("region", nullable: true, title: "Region", "Where the work is."),
      .integer(
        "places", nullable: true, title: "Places", unit: "interns", "Interns at a time."),
      .integer(
        "post_staff", nullable: true, title: "Staff at the post", unit: "people",
        "The host's own staff at the same kind of post."),
      .date("from_day", nullable: true, title: "From", "Open to interns from then."),
      .date("to_day", nullable: true, title: "Until", "The last day."),
      .day("offered_on", title: "Offered", "When it was last offered."),
      .integer(
        "inspections", title: "Inspections", unit: "inspections", "How often schools came."),
      .integer("approvals", title: "Approvals", unit: "schools", "Schools that approve it."),
      .evidence, .confirmed,
    ], indexes: [["host"]])
  static let hostPostOffer = TableDeclaration(
    "host_post_offer", "A time for which a post is offered.",
    key: [.integer("number", title: "Number", "Which one, from 0.")],
    [
      .day("from_day", title: "From", "When it was offered."),
      .day("to_day", title: "Until", "When it was withdrawn; nothing while it is offered."),
    ])
  let tables = [Self.hostPost, Self.hostPostOffer]

  func remember(_ payload: HostPost.Event, _ event: EffectiveEvent, in memory: inout [Offer]) {
    let last = memory.indices.last
    switch payload {
    case .offered:
      if let last, memory[last].to == nil {
        memory[last].from = Optional(memory[last].from).told(event.occurred)
      } else {
        memory.append(Offer(from: event.occurred))
      }
    case .withdrawn:
      if let last { memory[last].to = memory[last].to.told(event.occurred) }
    default: break
    }
  }

  func addRows(
    of state: HostPost?, _ facts: StreamFacts, _ memory: [Offer], to rows: inout RowSink
  ) {
    guard let post = state else { return }
    let terms = post.terms
    rows.add(
      [
        .text(facts.stream.text), SQLValue(post.host), SQLValue(field: terms.title),
        .text(post.phase.rawValue), terms.majors.words, SQLValue(field: terms.region),
        terms.hasPlaces ? SQLValue(terms.places) : .null,
        terms.hasPostStaff ? SQLValue(terms.postStaff) : .null, SQLValue(field: terms.from),
        SQLValue(field: terms.to), facts.day(post.offered), SQLValue(post.inspections.count),
        SQLValue(post.approvals.count), facts.evidence(PBHostPostOffered.eventType),
        facts.confirmed,
      ], to: Self.hostPost)
    for (number, offer) in memory.enumerated() {
      rows.add(
        [
          .text(facts.stream.text), SQLValue(number), facts.day(offer.from), facts.day(offer.to),
        ], to: Self.hostPostOffer)
    }
  }

  static let view = ViewDeclaration(
    "HostPosts", title: "Posts for interns", of: HostPosts.hostPost)
}
