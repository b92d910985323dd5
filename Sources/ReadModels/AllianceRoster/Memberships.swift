internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Who is, and who was, in which alliance.
struct Memberships: StateProjection {
  typealias Folded = Membership
  typealias Memory = [Period]

  /// From an admission to a leaving.
  struct Period: Sendable {
    /// The admission, by every report of it.
    var admissions: [Admission]
    var to: Moment?
    var role: String

    /// The reports that count: the confirmed ones, and of these those that rest on most.
    var strongest: [Admission] {
      let best = admissions.map(\.strength).max()
      return admissions.filter { $0.strength == best }
    }
  }

  /// A report of an admission.
  struct Admission: Sendable {
    let admitted: Moment
    let isFounding: Bool
    let evidence: Source.Evidence?
    let isConfirmed: Bool

    fileprivate var strength: Int { evidence.strength(isConfirmed: isConfirmed) }
  }

  let name = "Memberships"
  let version = 5
  let initialMemory: [Period] = []
  static let membership = TableDeclaration(
    "membership", "One organisation in one alliance, as it stands now.",
    [
      .text("alliance", nullable: true, title: "Alliance", "The alliance's stream."),
      .organisation("organisation", title: "Organisation", "The member."),
      .text(
        "phase", title: "Phase", "applied, active, withdrawn or expelled.",
        of: Membership.Phase.self),
      .text("role", nullable: true, title: "Role", "What it is in the alliance."),
      .flag("is_founding", title: "Founding", "1 when it was admitted at the founding."),
      .day("admitted_on", title: "Admitted", "When it was last admitted."),
      .day("left_on", title: "Left", "When it last left."),
      .evidence, .confirmed,
    ], indexes: [["alliance"], ["organisation"]])
  static let membershipPeriod = TableDeclaration(
    "membership_period", "One time of membership, from an admission to a leaving.",
    key: [.integer("period", title: "Period", "Which one, from 0.")],
    [
      .text("alliance", nullable: true, title: "Alliance", "The alliance's stream."),
      .organisation("organisation", title: "Organisation", "The member."),
      .text("role", title: "Role", "What it was in the alliance, last."),
      .flag("is_founding", title: "Founding", "1 when it began with the founding."),
      .day("from_day", title: "From", "When it was admitted."),
      .day("to_day", title: "Until", "When it left; nothing while it is a member."),
      .evidence, .confirmed,
    ], indexes: [["alliance"]])
  let tables = [Self.membership, Self.membershipPeriod]

  func remember(_ payload: Membership.Event, _ event: EffectiveEvent, in memory: inout [Period]) {
    switch payload {
    case .applied: break
    case .admitted(let fact):
      let admission = Admission(
        admitted: event.occurred, isFounding: fact.founding, evidence: event.source.evidence,
        isConfirmed: event.isConfirmed)
      // Told twice, it is one membership: a second open period would never end.
      if let last = memory.indices.last, memory[last].to == nil {
        memory[last].admissions.append(admission)
        if fact.hasRole { memory[last].role = fact.role }
        return
      }
      memory.append(
        Period(
          admissions: [admission], role: fact.hasRole ? fact.role : Membership.plainRole))
    case .roleChanged(let fact):
      if let last = memory.indices.last { memory[last].role = fact.role }
    case .withdrawn, .expelled:
      if let last = memory.indices.last, memory[last].to == nil { memory[last].to = event.occurred }
    }
  }

  func addRows(
    of state: Membership?, _ facts: StreamFacts, _ memory: [Period], to rows: inout RowSink
  ) {
    guard let membership = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    rows.add(
      [
        stream, SQLValue(membership.alliance), SQLValue(membership.organisation),
        .text(membership.phase.rawValue), SQLValue(membership.role),
        SQLValue(membership.isFounding), facts.day(membership.admitted), facts.day(membership.left),
        facts.evidence(PBMembershipAdmitted.eventType, PBMembershipApplied.eventType),
        facts.confirmed,
      ], to: Self.membership)
    for (number, period) in memory.enumerated() {
      let strongest = period.strongest
      rows.add(
        [
          stream, SQLValue(number), SQLValue(membership.alliance),
          SQLValue(membership.organisation), .text(period.role),
          SQLValue(strongest.contains(where: \.isFounding)),
          facts.earliestDay(strongest.map(\.admitted)), facts.day(period.to),
          SQLValue(strongest.first?.evidence?.word), SQLValue(strongest.first?.isConfirmed),
        ], to: Self.membershipPeriod)
    }
  }
}
