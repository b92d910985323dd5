internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Rules that bodies issued, the platforms they launched, and which ruleset applied when.
struct Policies: StateProjection {
  typealias Folded = Policy
  typealias Memory = [Publication]

  /// A ruleset that was published under a policy.
  struct Publication: Sendable {
    let fact: PBRulesetPublished
    let occurred: Moment
  }

  let name = "Policies"
  let version = 3
  let initialMemory: [Publication] = []
  static let policy = TableDeclaration(
    "policy", "A policy as it stands now.",
    [
      .text(
        "kind", nullable: true, title: "Kind", "LAW, REGULATION, MEASURES and so on.",
        of: PBPolicyIssued.Kind.self),
      .text("title", nullable: true, title: "Title", "Its title."),
      .text("document_number", nullable: true, title: "Number", "Unique with its issuer."),
      .organisation("issuer", title: "Issuer", "Who issued it."),
      .text("territory", nullable: true, title: "Territory", "A region's prefix."),
      .text("phase", title: "Phase", "named, issued or repealed.", of: Policy.Phase.self),
      .date("adopted_on", nullable: true, title: "Adopted", "When it was adopted."),
      .day("issued_on", title: "Issued", "When it was issued."),
      .date("in_force_from", nullable: true, title: "In force", "Its first day in force."),
      .date("in_force_to", nullable: true, title: "In force until", "Its last day in force."),
      .text("implements", nullable: true, title: "Implements", "The policy it carries out."),
      .text("replaced_by", nullable: true, title: "Replaced by", "The policy that replaces it."),
      .integer("amendments", title: "Amendments", unit: "amendments", "How many there were."),
      .evidence, .confirmed,
    ])
  static let policyPlatform = TableDeclaration(
    "policy_platform", "A platform that was launched under a policy.",
    key: [.integer("number", title: "Number", "Which platform, from 0.")],
    [
      .text("name", nullable: true, title: "Name", "Its name."),
      .organisation("organiser", title: "Organiser", "Who runs it."),
      .text("cosponsors", nullable: true, title: "Co-sponsors", "The organisations' streams."),
      .text("supporters", nullable: true, title: "Supporters", "The organisations' streams."),
      .day("launched_on", title: "Launched", "When it went online."),
      .evidence,
    ])
  static let policyRuleset = TableDeclaration(
    "policy_ruleset", "A version of the rules that facts are judged by.",
    key: [.integer("number", title: "Number", "Which publication, from 0.")],
    [
      .integer("version", nullable: true, title: "Version", "The ruleset_version of records."),
      .text("rules", nullable: true, title: "Rules", "Their numbers, as R05."),
      .date("in_force_from", title: "In force", "From when it applies."),
    ])
  let tables = [Self.policy, Self.policyPlatform, Self.policyRuleset]

  func remember(
    _ payload: Policy.Event, _ event: EffectiveEvent, in memory: inout [Publication]
  ) {
    if case .rulesetPublished(let fact) = payload {
      memory.append(Publication(fact: fact, occurred: event.occurred))
    }
  }

  func addRows(
    of state: Policy?, _ facts: StreamFacts, _ memory: [Publication], to rows: inout RowSink
  ) {
    guard let policy = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let lastDay = policy.lastDay.map { SQLValue($0) } ?? facts.day(policy.repealed)
    let inForce = policy.inForceFrom.map { SQLValue($0) } ?? facts.day(policy.issued)
    rows.add(
      [
        stream, SQLValue(policy.kind?.word), SQLValue(policy.title),
        SQLValue(policy.documentNumber),
        SQLValue(policy.issuer), SQLValue(policy.territory), .text(policy.phase.rawValue),
        SQLValue(policy.adoptedOn), facts.day(policy.issued), inForce, lastDay,
        SQLValue(policy.implements), SQLValue(policy.replacedBy), SQLValue(policy.amendmentCount),
        facts.evidence(PBPolicyIssued.eventType), facts.confirmed,
      ], to: Self.policy)
    for (number, platform) in policy.platforms.enumerated() {
      rows.add(
        [
          stream, SQLValue(number), SQLValue(field: platform.name), SQLValue(platform.organiser),
          platform.cosponsors.words, platform.supporters.words, facts.day(platform.launched),
          facts.evidence(PBPlatformLaunched.eventType),
        ], to: Self.policyPlatform)
    }
    for (number, publication) in memory.enumerated() {
      let (fact, occurred) = (publication.fact, publication.occurred)
      rows.add(
        [
          stream, SQLValue(number), fact.hasVersion ? SQLValue(fact.version) : .null,
          fact.rules.words,
          fact.hasInForceFrom ? .text(fact.inForceFrom) : facts.day(occurred),
        ], to: Self.policyRuleset)
    }
  }

  /// What applied when.
  static let timeline = ViewDeclaration(
    "PolicyTimeline", title: "Policies, platforms and rulesets",
    "Something that a policy brought, on the day from which it counts: a policy in force or, the day "
      + "after its last, out of force, a platform online, a ruleset.",
    columns: [
      TableDeclaration.streamColumn,
      .date("day", title: "Day", "From when."),
      .text(
        "what", title: "What", "inForce, outOfForce, platform or ruleset.",
        values: ["inForce", "outOfForce", "platform", "ruleset"]),
      .integer("number", title: "Number", "Which of its kind in the policy, from 0."),
      .text("title", nullable: true, title: "Title", "The policy's, platform's or rules' name."),
      .text("territory", nullable: true, title: "Territory", "Where the policy holds."),
      .text(
        "kind", nullable: true, title: "Kind", "The policy's kind.", of: PBPolicyIssued.Kind.self),
      .evidence,
    ], keyColumnCount: 4,
    content: .query(
      """
      SELECT stream, in_force_from AS day, 'inForce' AS what, 0 AS number, title, territory, kind,
        evidence FROM policy WHERE in_force_from IS NOT NULL AND phase <> 'named'
      UNION ALL
      SELECT stream, date(in_force_to, '+1 day'), 'outOfForce', 0, title, territory, kind, evidence
      FROM policy WHERE in_force_to IS NOT NULL
      UNION ALL
      SELECT f.stream, f.launched_on, 'platform', f.number, f.name, p.territory, p.kind, f.evidence
      FROM policy_platform f JOIN policy p ON p.stream = f.stream
      UNION ALL
      SELECT r.stream, r.in_force_from, 'ruleset', r.number, r.rules, p.territory, p.kind,
        p.evidence
      FROM policy_ruleset r JOIN policy p ON p.stream = r.stream
      """))

  static let view = ViewDeclaration("Policies", title: "Policies", of: Policies.policy)
}
