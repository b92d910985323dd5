internal import Deciding
internal import EventModel

extension Rule {
  /// R24: an HR institution needs a licence to bring people into work.
  static let brokingLicence = Rule(
    number: "R24",
    sentence:
      "An HR institution publishes vacancies and holds job fairs only while it has a licence "
      + "for job broking.",
    source: "Human Resources Market Regulations (2018), Art. 18; \(unreadDay)", isVerified: false,
    scope: Scope(validFrom: day("2018-10-01")), whenDecided: .reject,
    whenReported: .finding(.breach))

  /// R24 on job fairs: safe, announced, with recruiters that were looked at.
  static let orderlyFair = Rule(
    number: "R24-FAIR",
    sentence: "An HR institution that holds a job fair has a plan for emergencies and security, "
      + "announces the fair ahead and verifies who recruits there.",
    source: "Human Resources Market Regulations (2018), Art. 18 to 33; \(unreadDay)",
    isVerified: false,
    scope: Scope(validFrom: day("2018-10-01")), whenDecided: .reject,
    whenReported: .finding(.breach))

  /// R24 on services besides job broking: they are filed.
  ///
  /// A finding, never a refusal: what was filed late was filed.
  static let filedServices = Rule(
    number: "R24-FILING",
    sentence: "An HR institution files its services besides job broking, and what changes, within "
      + "15 days.",
    source: "Human Resources Market Regulations (2018), Art. 18 to 33; \(unreadDay)",
    isVerified: false,
    scope: Scope(validFrom: day("2018-10-01")), whenDecided: .finding(.breach),
    whenReported: .finding(.breach))
}

/// Judges who brings people into work.
enum JobBroking {
  /// How long an HR institution may take to file a service or a change.
  static let filingDays = 15

  /// What the rule says of a filing.
  static func judge(
    filing stream: StreamName, _ organisation: Organisation?, _ licence: PBLicenceRecorded,
    on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    var breach: String?
    if licence.kind == .filedServices, organisation?.kind == .hrInstitution,
      Rule.filedServices.holds(on: occurred, in: zone),
      let begun = CivilDate(field: licence.begunOn),
      // The earliest day on which it may have been filed.
      let filed = occurred.firstDay(in: zone)
    {
      if filed.dayNumber - begun.dayNumber > filingDays {
        breach = "what began on \(begun) was filed on \(filed), after more than \(filingDays) days"
      }
    }
    return Judgement(.filedServices, in: stream, breach: breach)
  }

  /// What the rule says of those who publish or organise.
  ///
  /// - Parameter organisations: as far as they are known.
  static func judge(
    _ stream: StreamName, _ organisations: [Organisation], on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    let day = occurred.lastDay(in: zone)
    let isBroken =
      Rule.brokingLicence.holds(on: occurred, in: zone)
      && organisations.contains {
        $0.kind == .hrInstitution && !$0.hasLicence(.jobBroking, on: day)
      }
    return Judgement(
      .brokingLicence, in: stream,
      breach: isBroken ? "the HR institution had no licence for job broking on \(day)" : nil)
  }

  /// What the rule says of a job fair that opens or was held.
  static func judge(
    fair stream: StreamName, _ fair: Activity, _ organisers: [Organisation], on occurred: Moment,
    in zone: LogZone
  ) -> Judgement {
    var reason: String?
    if isGoverned(fair, organisers, on: occurred, in: zone) {
      if fair.securityPlanFiled == nil {
        reason = "the job fair has no plan for emergencies and security"
      } else if fair.announced == nil {
        reason = "the job fair was not announced ahead"
      }
    }
    return Judgement(.orderlyFair, in: stream, breach: reason)
  }

  /// What the rule says of an exhibitor that was there.
  static func judge(
    exhibitor stream: StreamName, isVerified: Bool, at fair: Activity?,
    _ organisers: [Organisation], on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    let isBroken =
      !isVerified
      && fair.map { isGoverned($0, organisers, on: occurred, in: zone) } == true
    return Judgement(
      .orderlyFair, in: stream,
      breach: isBroken ? "the organiser of the job fair did not verify the exhibitor" : nil)
  }

  private static func isGoverned(
    _ fair: Activity, _ organisers: [Organisation], on occurred: Moment, in zone: LogZone
  ) -> Bool {
    fair.plan.purpose == .recruitment && organisers.contains { $0.kind == .hrInstitution }
      && Rule.orderlyFair.holds(on: occurred, in: zone)
  }
}

extension Organisation {
  /// Whether it has a licence of a kind on a day; one without dates holds from when it was recorded.
  func hasLicence(_ kind: PBLicenceRecorded.Kind, on day: CivilDate) -> Bool {
    licences.contains { licence in
      if licence.kind != kind { return false }
      if let from = CivilDate(field: licence.validFrom), day < from { return false }
      if let to = CivilDate(field: licence.validTo), day > to { return false }
      return true
    }
  }
}

extension Rejudging {
  /// R24: a licence that was told late.
  static let brokingLicence = Rejudging(
    [PBLicenceRecorded.eventType],
    judgeAgain: [
      PBVacancyPublished.eventType, PBActivityPlanned.eventType, PBActivityOpened.eventType,
      PBActivityHeld.eventType,
    ])
}
