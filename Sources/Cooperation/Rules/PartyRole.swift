internal import Deciding
internal import EventModel

extension Rule {
  /// ROLE: who is named as a school is one.
  static let fittingRole = Rule(
    number: "ROLE",
    sentence: "Who is named as a school is a school, as a bureau a government body, and as an "
      + "enterprise neither school, training institution, association nor government body.",
    source: "Concord's model of cooperation", isVerified: true, whenDecided: .reject,
    whenReported: .finding(.breach))
}

/// The part in which a fact names an organisation, where not every kind of organisation can have it.
///
/// Employers, hosts, organisers and providers of training are of every kind: schools employ and train,
/// government bodies take interns. What has a rule of its own is not asked again: the parties of an
/// agreement (PARTIES), who punishes (SANCTION), who reviews an outcome (REVIEWER), who organises an
/// internship (R05), who offers a programme (SCHOOLS-TEACH), where a student is enrolled.
enum PartyRole: Hashable, Sendable {
  /// It sends students, or sent them.
  case school
  /// It orders a class or a course for its staff.
  case enterprise
  /// It keeps what is filed with it.
  case bureau

  /// An organisation that a fact names in such a part.
  struct Part: Hashable, Sendable {
    let role: PartyRole
    /// The stream's name; empty where none is named.
    let name: String

    init(_ role: PartyRole, _ name: String) {
      self.role = role
      self.name = name
    }
  }

  /// What judging parts needs to see: who has them.
  static func reads(_ parts: [Part]) -> Readings { readings(of: parts.map(\.name)) }

  /// What the rule says of the parts in a fact of a stream; nothing of a fact that names none.
  ///
  /// A kind that is not known, as of an organisation that was voided, breaks nothing.
  /// - Precondition: the organisations are loaded.
  static func judge(
    _ parts: [Part], in stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    if parts.isEmpty { return [] }
    var breach: String?
    var culprit: Judgement.Culprit?
    for part in parts {
      guard breach == nil, let name = StreamName(field: part.name),
        let organisation = try context.ground(name).state(Organisation.self)
      else { continue }
      breach = part.role.misfit(name, organisation.kind)
      culprit = .entity(name)
    }
    return [Judgement(.fittingRole, in: stream, blaming: culprit, breach: breach)]
  }

  /// Why an organisation of a kind can't have the part; `nil` where it can.
  private func misfit(_ name: StreamName, _ kind: PBOrganisationRegistered.Kind) -> String? {
    switch (self, kind) {
    case (.school, .school), (.bureau, .governmentBody): nil
    case (.enterprise, .enterprise), (.enterprise, .hrInstitution), (.enterprise, .other): nil
    case (.school, _): "\(name) is named as a school and is none"
    case (.enterprise, _): "\(name) is named as an enterprise and is none"
    case (.bureau, _): "\(name) is named as a bureau and is no government body"
    }
  }
}
