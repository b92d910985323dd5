public import Deciding
public import EventModel

/// One person's time at one school, from the first day to the diploma or the leaving.
public struct Enrolment: LifeCycle {
  /// Named `enrolment`.
  public static let category = StreamCategory("enrolment")

  /// Where it stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// They study.
    case enrolled
    /// It rests.
    case interrupted
    /// They have the diploma.
    case graduated
    /// They left.
    case withdrawn
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.graduated, .withdrawn]

  /// Who studies.
  public var person: StreamName
  /// Where, by now.
  public var school: StreamName
  /// What, by now, as far as it is known.
  public var details: PBStudentEnrolled
  /// Where it stands.
  public var phase: Phase = .enrolled
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// When the diploma was given.
  public var graduated: Moment?
  /// Of which groups that are to be helped they are known to be, in the order of the confirmations.
  public internal(set) var keyGroups: [KeyGroupStatus] = []

  /// The year of study, if it is known.
  public var gradeYear: Int? { details.hasGradeYear ? Int(details.gradeYear) : nil }
  /// The year in which the class graduates, if it is known.
  public var classYear: Int? { details.hasClassYear ? Int(details.classYear) : nil }
  /// The major's code, if it is known.
  public var major: String? { details.hasMajor ? details.major : nil }
  /// Whether they neither graduated nor left.
  public var isOpen: Bool { phase == .enrolled || phase == .interrupted }

  /// An open full-time enrolment holds the person's one place.
  static let holdsCodes = true

  /// A person has one open full-time enrolment; a second one is reviewed.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    guard state.isOpen, state.details.mode == .fullTime,
      let key = CodeKey(
        CodeKey.enrolmentCategory, state.person.id, onConflict: .review(.oneFullTimeEnrolment))
    else { return [] }
    return [key]
  }

  init(person: StreamName, school: StreamName, details: PBStudentEnrolled) {
    self.person = person
    self.school = school
    self.details = details
  }
}

extension Enrolment {
  /// The steps of a time at school after its first day.
  enum Step {
    static let advance = Transition<Enrolment>(from: [.enrolled, .interrupted], "going up a year")
    static let interrupt = Transition<Enrolment>(
      from: [.enrolled], to: .interrupted, "interrupting")
    static let resume = Transition<Enrolment>(from: [.interrupted], to: .enrolled, "resuming")
    static let transfer = Transition<Enrolment>(from: [.enrolled, .interrupted], "a transfer")
    static let graduate = Transition<Enrolment>(
      from: [.enrolled, .interrupted], to: .graduated, "graduating")
    static let withdraw = Transition<Enrolment>(
      from: [.enrolled, .interrupted], to: .withdrawn, "leaving")
    /// Whether somebody is to be helped matters after the diploma, too.
    static let help = Transition<Enrolment>(from: [.enrolled, .interrupted, .graduated])
  }

  /// Adds one event.
  public static func evolve(_ state: inout Self?, _ payload: Event, _ event: EffectiveEvent) {
    if case .enrolled(let details) = payload {
      guard let person = try? StreamName(validating: details.person),
        let school = try? StreamName(validating: details.school)
      else { return }
      state = Enrolment(person: person, school: school, details: details)
      return
    }
    state?.apply(payload, event)
  }

  /// Takes a step of somebody who is at school; after the end it is passed over, for who has graduated
  /// is not at school again.
  private mutating func continues(_ step: Transition<Enrolment>, _ event: EffectiveEvent) -> Bool {
    guard !Self.endPhases.contains(phase) else {
      passOver(event)
      return false
    }
    take(step, event)
    return true
  }

  private mutating func apply(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .enrolled: break
    case .gradeYearAdvanced(let advanced):
      guard continues(Step.advance, event) else { return }
      details.gradeYear = advanced.gradeYear
    case .interrupted: _ = continues(Step.interrupt, event)
    case .resumed(let resumed):
      guard continues(Step.resume, event) else { return }
      if resumed.hasGradeYear { details.gradeYear = resumed.gradeYear }
      if resumed.hasClassYear { details.classYear = resumed.classYear }
    case .transferred(let transfer):
      guard continues(Step.transfer, event) else { return }
      if let school = try? StreamName(validating: transfer.school) { self.school = school }
      if transfer.hasMajor { details.major = transfer.major }
    case .graduated:
      graduated = end(Step.graduate, event, at: graduated)
    case .withdrawn: take(Step.withdraw, event)
    case .keyGroupConfirmed(let confirmed):
      take(Step.help, event)
      keyGroups.append(
        KeyGroupStatus(
          confirmation: event.id, from: event.effectiveFrom ?? event.occurred,
          lastDay: CivilDate(field: confirmed.validTo), to: event.effectiveTo))
    case .keyGroupEnded(let ended):
      take(Step.help, event)
      let open = keyGroups(of: ended.confirmed).filter { !$0.wasEnded }.map(\.confirmation)
      if open.isEmpty { markOutOfOrder(event) }
      for index in keyGroups.indices where open.contains(keyGroups[index].confirmation) {
        keyGroups[index].end(on: event.occurred)
      }
    }
  }
}

extension Rule {
  static let oneFullTimeEnrolment = Rule(
    number: "ENROLMENT",
    sentence: "A person has one open full-time enrolment at a time",
    source: "Concord's own", isVerified: true, whenDecided: .review, whenReported: .review)
}
