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
    #expect((5.0...6.0).contains(count("placement.payment-recorded") / 1_100))
    // Duplicates: 1.5 % of organisations, 0.5 % of persons.
    #expect((0.005...0.02).contains(count("organisation.merged") / 128))
    #expect((0.004...0.006).contains(count("person.merged") / 7_800))

    // Of 1,800 outcomes 0.4 % are contested.
    #expect((0.0005...0.012).contains(count("outcome.graduate-contested") / 1_800))

    try expectCooperation(count)

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
