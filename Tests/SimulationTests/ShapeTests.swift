import Cooperation
import EventModel
import Simulation
import SwiftProtobuf
import Testing

@Suite struct `The shape of a simulated city` {
  /// Payloads of one type, decoded.
  private static func payloads<Payload: EventPayload>(
    _ type: Payload.Type, _ events: [RecordedEvent]
  ) throws -> [Payload] {
    try events.filter { $0.event.type == Payload.eventType && $0.event.corrects == nil }
      .map { try Payload(serializedBytes: $0.event.payload) }
  }

  @Test func `has the published proportions, widely bounded`() async throws {
    let (log, report) = try await simulated(perTenThousand: 200)
    let events = try events(of: log)
    let counts = Dictionary(uniqueKeysWithValues: report.counts.map { ($0.type, $0.count) })
    func count(_ type: String) -> Double { Double(counts[type] ?? 0) }
    let all = Double(report.events)

    // Corrections 0.5 %, bad rows 2 %.
    #expect((0.002...0.009).contains(Double(report.corrections) / all))
    #expect((0.015...0.025).contains(Double(report.badRows) / all))
    // Twelve applications a graduate, three events each; 55 interns and 48 vacancies for 90.
    #expect((9.0...14.0).contains(count("application.submitted") / 1_800))
    #expect((0.6...0.62).contains(count("placement.started") / 1_800))
    #expect((0.005...0.03).contains(count("placement.incident-reported") / 1_100))
    #expect((0.88...0.96).contains(count("placement.completed") / 1_100))
    #expect((5.0...6.0).contains(count("placement.payment-recorded") / 1_100))
    // Duplicates: 1.5 % of organisations, 0.5 % of persons.
    #expect((0.005...0.02).contains(count("organisation.merged") / 128))
    #expect((0.004...0.006).contains(count("person.merged") / 7_800))

    // Of 1,800 outcomes 0.4 % are contested.
    #expect((0.0005...0.012).contains(count("outcome.graduate-contested") / 1_800))

    try expectCooperation(count)
    try expectDestinations(events)
    try expectMajors(events)
    try expectCalendar(events)
    try expectPopularity(events)

    // Staff: log-normal with median 60.
    let staff = try Self.payloads(PBOrganisationRegistered.self, events)
      .filter(\.hasStaffOnPost).map(\.staffOnPost).sorted()
    #expect((40...90).contains(staff[staff.count / 2]))
    #expect(staff[staff.count - 1] > 400)

    // Negative binomial: about 15 % never apply, some very often.
    let applications = try Self.payloads(PBApplicationSubmitted.self, events)
    let applicants = Dictionary(grouping: applications, by: \.person).mapValues(\.count)
    #expect((0.78...0.92).contains(Double(applicants.count) / 1_800))
    #expect((applicants.values.max() ?? 0) > 30)

    // Calendar: September to November 45 %.
    let autumn = events.filter {
      $0.event.type == PBApplicationSubmitted.eventType
        && $0.event.occurred.lastDay(in: .shanghai) < CivilDate(dayNumber: 19_692)
    }
    #expect((0.38...0.52).contains(Double(autumn.count) / Double(applications.count)))
  }

  /// Half have an employment agreement, most of the others a contract or a place to study at; 95 % of
  /// all have a destination.
  private func expectDestinations(_ events: [RecordedEvent]) throws {
    let facts = try Self.payloads(PBOutcomeDeclared.self, events).map(\.facts)
    let shares = Dictionary(grouping: facts, by: \.category).mapValues {
      Double($0.count) / Double(facts.count)
    }
    #expect(shares.count >= 11)
    #expect((0.4...0.56).contains(shares["10", default: 0]))
    #expect((0.14...0.24).contains(shares["11", default: 0]))
    #expect((0.07...0.14).contains(shares["80", default: 0]))
    let without = ["70", "71", "72"].reduce(0) { $0 + shares[$1, default: 0] }
    #expect((0.03...0.08).contains(without))
    let lists = CodeLists()
    let day = try CivilDate(validating: "2024-06-30")
    for fact in facts {
      #expect(lists.isKnown(fact.category, in: .destinationCategories, on: day))
      #expect(fact.hasEmployer == ["10", "11", "12"].contains(fact.category))
    }
  }

  /// Seven vacancies in ten ask for majors, and whoever applies has one of them.
  private func expectMajors(_ events: [RecordedEvent]) throws {
    var asked: [String: [String]] = [:]
    var majors: [String: String] = [:]
    for recorded in events where recorded.event.corrects == nil {
      let payload = recorded.event.payload
      switch recorded.event.type {
      case PBVacancyDrafted.eventType:
        asked[recorded.stream.text] = try PBVacancyDrafted(serializedBytes: payload).terms.majors
      case PBVacancyPublished.eventType:
        let published = try PBVacancyPublished(serializedBytes: payload)
        if published.hasTerms { asked[recorded.stream.text] = published.terms.majors }
      case PBStudentEnrolled.eventType:
        let enrolled = try PBStudentEnrolled(serializedBytes: payload)
        majors[enrolled.person] = enrolled.major
      default: break
      }
    }
    let share = Double(asked.values.count { !$0.isEmpty }) / Double(asked.count)
    #expect((0.66...0.74).contains(share))
    for application in try Self.payloads(PBApplicationSubmitted.self, events) {
      let wanted = try #require(asked[application.vacancy])
      let major = try #require(majors[application.person])
      #expect(wanted.isEmpty || wanted.contains(major))
    }
  }

  /// Internships begin in July most of all, outcomes are declared from June on, and nobody is invited in
  /// the holidays.
  private func expectCalendar(_ events: [RecordedEvent]) throws {
    func shares(of type: EventType) -> [Substring: Double] {
      let days = events.filter { $0.event.type == type && $0.event.corrects == nil }
        .map { $0.event.occurred.lastDay(in: .shanghai).description }
      return Dictionary(grouping: days) { $0.prefix(7) }
        .mapValues { Double($0.count) / Double(days.count) }
    }
    let begun = shares(of: PBPlacementStarted.eventType)
    #expect((0.28...0.42).contains(begun["2024-07", default: 0]))
    #expect((0.1...0.2).contains(begun["2023-12", default: 0]))
    let declared = shares(of: PBOutcomeDeclared.eventType)
    let summer = ["2024-06", "2024-07", "2024-08"].reduce(0) { $0 + declared[$1, default: 0] }
    #expect((0.62...0.78).contains(summer))
    let invited = shares(of: PBGraduateInvited.eventType)
    #expect(invited.count == 9)
    #expect(Set(invited.keys).isDisjoint(with: ["2023-09", "2024-07", "2024-08"]))
  }

  /// Interns go to larger enterprises more often, and the most popular vacancies get most applications.
  private func expectPopularity(_ events: [RecordedEvent]) throws {
    var staff: [String: Int] = [:]
    for recorded in events where recorded.event.type == PBOrganisationRegistered.eventType {
      let organisation = try PBOrganisationRegistered(serializedBytes: recorded.event.payload)
      if organisation.hasStaffOnPost {
        staff[recorded.stream.text] = Int(organisation.staffOnPost)
      }
    }
    func mean(_ counts: [Int]) -> Double { Double(counts.reduce(0, +)) / Double(counts.count) }
    let hosts = try Self.payloads(PBPlacementStarted.self, events).compactMap {
      staff[$0.parties.host]
    }
    #expect(hosts.count > 1_000)
    #expect(mean(hosts) > 1.8 * mean(Array(staff.values)))
    let applications = try Self.payloads(PBApplicationSubmitted.self, events)
    let counts = Dictionary(grouping: applications, by: \.vacancy).values.map(\.count).sorted(by: >)
    let popular = Double(counts.prefix(96).reduce(0, +)) / Double(applications.count)
    #expect((0.27...0.45).contains(popular), "of 960 vacancies a tenth gets \(popular)")
  }

  /// Of a fiftieth of the city: 120 intentions, 72 agreements, 10 order classes, 135 visits, 30
  /// courses, 144 cases, 99 findings, 8 grants.
  private func expectCooperation(_ count: (String) -> Double) throws {
    #expect((0.45...0.56).contains(count("employment.invited") / 1_800))
    #expect((0.9...1).contains(count("employment.graduate-agreed") / count("employment.invited")))
    #expect((0.06...0.1).contains(count("assistance.opened") / 1_800))
    #expect((0.06...0.1).contains(count("enrolment.key-group-confirmed") / 1_800))
    #expect(count("visit.planned") == 135)
    #expect((0.85...0.98).contains(count("visit.held") / 135))
    #expect((100...130).contains(count("intention.recorded")))
    #expect((0.2...0.5).contains(count("intention.converted") / count("intention.recorded")))
    #expect(count("agreement.drafted") + count("agreement.reported-signed") == 72)
    #expect((5...8).contains(count("agreement.milestone-reported") / 72))
    #expect(count("order-class.planned") == 10)
    #expect((31...45).contains(count("order-class.student-enrolled") / 10))
    #expect(count("survey-response.received") == 4_000)
    #expect(count("training.planned") == 30)
    #expect((30...50).contains(count("training.trainee-enrolled") / 30))
    #expect((42...49).contains(count("training.session-held") / 30))
    #expect((60...150).contains(count("finding.opened")))
    #expect(count("grant.applied") == 8)
    #expect(count("fund.commitment-changed") == count("grant.approved"))
    #expect(count("dispute.raised") == count("placement.incident-reported"))
    #expect((5...9).contains(count("person.personal-data-erased")))
  }

  @Test func `tells about a tenth of later facts out of order`() async throws {
    let (log, report) = try await simulated(perTenThousand: 100)
    var latest: [StreamName: CivilDate] = [:]
    var recorded = CivilDate(dayNumber: 0)
    var appended = recorded
    var (late, following, lateInLog, inYear) = (0, 0, 0, 0)
    var (lateCorrections, followingCorrections) = (0, 0)
    let begin = CivilDate(dayNumber: 19_603)

    for event in try events(of: log) {
      let day = event.event.occurred.lastDay(in: .shanghai)
      // An append's events are recorded together.
      if event.appendIndex == 0 { recorded = max(recorded, appended) }
      if recorded >= begin {
        inYear += 1
        if day < recorded { lateInLog += 1 }
      }
      appended = max(appended, day)
      if let before = latest[event.stream] {
        let isCorrection = event.event.corrects != nil
        following += 1
        if isCorrection { followingCorrections += 1 }
        if day < before {
          late += 1
          if isCorrection { lateCorrections += 1 }
        }
      }
      latest[event.stream] = max(latest[event.stream] ?? day, day)
    }

    #expect(late == report.outOfOrder)
    // A correction comes late by its nature: it is none of the tenth.
    let share = Double(late - lateCorrections) / Double(following - followingCorrections)
    let shareInLog = Double(lateInLog) / Double(inYear)
    #expect((0.095...0.105).contains(share), "\(share)")
    #expect((0.2...0.4).contains(shareInLog), "\(shareInLog)")
    let merged = report.counts.filter { $0.type.hasSuffix(".merged") }.map(\.count)
    #expect(report.duplicates == merged.reduce(0, +))
  }

  @Test func `claims codes whose check characters fit`() async throws {
    let log = try await simulated().log
    let codes = try Self.payloads(PBOrganisationRegistered.self, events(of: log))
      .filter(\.hasCreditCode).map(\.creditCode)

    for code in codes { #expect(try CreditCode(validating: code).failure == nil) }
    #expect(codes.count == Set(codes).count)
    #expect(codes.count >= 10)
  }
}
