public import Deciding
public import EventModel

/// An enterprise, a school, an HR institution, an association, a bureau: whoever cooperates.
public struct Organisation: OrderedAggregate {
  /// Named `organisation`.
  public static let category = StreamCategory("organisation")

  /// Where it stands.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// It is there.
    case active
    /// Its business is at rest.
    case suspended
    /// It has ended.
    case deregistered
  }

  /// What a register said of it last.
  public enum Verification: String, Hashable, Sendable, CaseIterable {
    /// Nobody asked.
    case unverified
    /// It is as recorded.
    case passed
    /// It is not.
    case failed
  }

  /// What it was registered as, with later names, codes, region and industry.
  public var details: PBOrganisationRegistered
  /// Where it stands.
  public var status: Status = .active
  /// The events that don't fit what it was by then.
  public var outOfOrder: OutOfOrder = []
  /// Since when it has ended; the first end where several are told.
  public var deregistered: Moment?
  /// Since when its business rests; `nil` while it doesn't.
  public var suspended: Moment?
  /// With whom it is one; `nil` while it stands for itself.
  public var merger: Merger?
  /// What it was split into.
  var splitInto: [StreamName] = []
  /// The times for which it gets no grants.
  var grantBars: [HoldingPeriod] = []
  /// What a register said of it last.
  public var verification: Verification = .unverified
  /// What it is designated as, and when.
  public var designations: [PBDesignationGranted.Designation: [HoldingPeriod]] = [:]
  /// The blacklists it is on.
  var blacklists: Set<String> = []
  /// Its licences.
  var licences: [PBLicenceRecorded] = []
  /// Its contacts, by stream name.
  var contacts: Set<String> = []
  /// Its parts in the service.
  var serviceRoles: Set<PBServiceRole> = []

  /// What it is.
  public var kind: PBOrganisationRegistered.Kind { details.kind }
  /// Its name.
  public var name: String { details.name }
  /// Its credit code, if it is known.
  public var creditCode: String? { details.hasCreditCode ? details.creditCode : nil }
  /// Its school code, if it is known.
  public var schoolCode: String? { details.hasSchoolCode ? details.schoolCode : nil }
  /// Its region's code, if it is known.
  public var region: String? { details.hasRegion ? details.region : nil }
  /// Its level, if it is a school and it is known.
  public var schoolLevel: PBOrganisationRegistered.SchoolLevel? {
    details.hasSchoolLevel ? details.schoolLevel : nil
  }
  /// The organisation that runs it, if one does.
  public var runBy: StreamName? { StreamName(field: details.runBy) }
  /// The organisation whose branch it is, if it is one.
  public var branchOf: StreamName? { StreamName(field: details.branchOf) }
  /// How many are on post, if it is known.
  public var staffOnPost: Int? { details.hasStaffOnPost ? Int(details.staffOnPost) : nil }

  /// Whether it had ended by a moment.
  public func hasEnded(by moment: Moment, in zone: LogZone) -> Bool {
    guard let deregistered else { return false }
    return deregistered.latest(in: zone) < moment.earliest(in: zone)
  }

  /// Whether somebody may be sent there on a day, as is known now: it has not ended, its business does
  /// not rest, and it is on no blacklist.
  public func isThere(on day: CivilDate, in zone: LogZone) -> Bool {
    !hasEnded(by: Moment(.day(day)), in: zone) && status != .suspended && blacklists.isEmpty
  }

  /// It holds its credit code and its school code, and is one of the branches of another.
  static let holdsCodes = true

  /// The codes that it holds while it has not ended.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    guard state.status != .deregistered else { return [] }
    var keys: Set<CodeKey> = []
    if let code = state.creditCode, let key = CodeKey(CodeKey.creditCodeCategory, code) {
      keys.insert(key)
    }
    if let code = state.schoolCode, let key = CodeKey(CodeKey.schoolCodeCategory, code) {
      keys.insert(key)
    }
    if let office = state.branchOf,
      let key = CodeKey(CodeKey.branchCategory, office.id, onConflict: .none)
    {
      keys.insert(key)
    }
    return keys
  }

  /// Adds one event.
  public static func evolve(_ state: inout Self?, _ payload: Event, _ event: EffectiveEvent) {
    if case .registered(let details) = payload {
      state = Organisation(details: details)
      return
    }
    state?.apply(payload, event)
  }

  private mutating func apply(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .registered: break
    case .creditCodeAssigned(let fact):
      assign(fact.creditCode, fits: creditCode == nil || creditCode == fact.creditCode, event)
    case .creditCodeChanged(let fact): assign(fact.creditCode, fits: creditCode != nil, event)
    case .schoolCodeAssigned(let assigned): details.schoolCode = assigned.schoolCode
    case .verificationPassed: verification = .passed
    case .verificationFailed: verification = .failed
    case .nameChanged(let changed): rename(changed)
    case .regionChanged(let changed): details.region = changed.region
    case .industryChanged(let changed): details.industry = changed.industry
    case .staffCountReported(let report): details.staffOnPost = report.total
    case .contactAppointed(let contact): contacts.insert(contact.person)
    case .licenceRecorded(let licence):
      if !licences.contains(licence) { licences.append(licence) }
    case .designationGranted(let granted): grant(granted.designation, event)
    case .designationEnded(let ended): end(ended.designation, event)
    case .blacklistEntered(let entered): blacklists.insert(entered.list)
    case .blacklistLifted(let lifted):
      if blacklists.remove(lifted.list) == nil { markOutOfOrder(event) }
    case .suspended: suspend(event)
    case .resumed: resume(event)
    case .deregistered: deregister(event)
    case .serviceRoleGranted(let role): serviceRoles.insert(role)
    case .serviceRoleEnded(let role): serviceRoles.remove(role)
    case .merged(let fact): merge(Merger(fact, event))
    case .unmerged: merger = nil
    case .split(let fact): splitInto = fact.into.compactMap { StreamName(field: $0) }
    case .barredFromGrants(let bar): addBar(bar, event)
    }
  }

  private mutating func assign(_ code: String, fits: Bool, _ event: EffectiveEvent) {
    if !fits { markOutOfOrder(event) }
    details.creditCode = code
  }

  private mutating func rename(_ changed: PBOrganisationNameChanged) {
    // The same name told again without its translations keeps them.
    if details.name != changed.name || !changed.names.isEmpty { details.names = changed.names }
    details.name = changed.name
  }

  private mutating func suspend(_ event: EffectiveEvent) {
    if status == .suspended { markOutOfOrder(event) }
    if status == .active { status = .suspended }
    suspended = suspended ?? event.occurred
  }

  private mutating func resume(_ event: EffectiveEvent) {
    if status == .active { markOutOfOrder(event) }
    if status == .suspended { status = .active }
    suspended = nil
  }

  private mutating func deregister(_ event: EffectiveEvent) {
    if status == .deregistered { markOutOfOrder(event) }
    status = .deregistered
    deregistered = deregistered ?? event.occurred
  }

  private mutating func merge(_ told: Merger?) {
    // The same merger told again is the same one: the first day counts.
    if merger?.into != told?.into || merger?.isDuplicate != told?.isDuplicate { merger = told }
  }

  private mutating func grant(
    _ designation: PBDesignationGranted.Designation, _ event: EffectiveEvent
  ) {
    designations[designation, default: []].append(
      HoldingPeriod(from: event.effectiveFrom ?? event.occurred, to: event.effectiveTo))
  }

  // A grant that was told twice is one: its end ends both.
  private mutating func end(
    _ designation: PBDesignationGranted.Designation, _ event: EffectiveEvent
  ) {
    let periods = designations[designation, default: []]
    let open = periods.indices.filter { periods[$0].to == nil }
    if open.isEmpty { markOutOfOrder(event) }
    for index in open {
      designations[designation]?[index].to = event.effectiveFrom ?? event.occurred
    }
  }

  init(details: PBOrganisationRegistered) { self.details = details }
}
