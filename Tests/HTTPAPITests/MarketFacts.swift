import Cooperation
import EventLog
import EventModel
import Foundation
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import SwiftProtobuf
import TestSupport
import Testing

/// Appends facts without commands: what a decider would say of them doesn't matter here.
final class MarketFacts: Sendable {
  private let log: EventLog
  private let count = Counter()

  init(_ log: EventLog) { self.log = log }

  func record(
    _ stream: String, _ type: EventType, _ payload: some Message, on day: String
  ) async throws {
    let number = UInt64(count.add())
    let stream = try StreamName(validating: stream)
    let event = ProposedEvent(
      type: type, id: EventID(high: 5, low: number), standing: .reported,
      actor: EventModel.Actor(user: "tester", role: "clerk", assurance: .key),
      source: EventModel.Source(channel: .scenario, evidence: .documented),
      occurred: try Moment(validating: day), payload: try payload.serializedBytes())
    let command = CommandID(high: 9, low: number)
    let digest = try EventModel.Digest([UInt8](repeating: 2, count: 32))
    let encoded = try EncodedEvent(
      event, stream: stream, commandID: command, commandDigest: digest)
    _ = try await log.append(
      Append(
        [.init(stream: stream, expected: .any, events: [encoded])], commandID: command,
        commandDigest: digest))
  }

  func record<Payload: EventPayload>(
    _ stream: String, _ payload: Payload, on day: String
  ) async throws {
    try await record(stream, Payload.eventType, payload, on: day)
  }

  /// A school, a host with a post and a vacancy, a class, a training, a survey, a target, a policy.
  func market() async throws {
    for (name, kind) in [("s", PBOrganisationRegistered.Kind.school), ("h", .enterprise)] {
      try await record(
        "organisation-\(name)",
        PBOrganisationRegistered.with {
          $0.kind = kind
          $0.name = name
          $0.region = "330206"
        }, on: "2010-01-01")
    }
    try await record(
      "vacancy-v",
      PBVacancyPublished.with {
        $0.employer = "organisation-h"
        $0.terms.headcount = 100
        $0.terms.region = "330206"
        $0.terms.majors = ["460701"]
      }, on: "2023-01-10")
    try await record(
      "order.class-c",
      PBOrderClassPlanned.with {
        $0.school = "organisation-s"
        $0.enterprise = "organisation-h"
      }, on: "2022-06-30")
    try await record(
      "training-t", PBTrainingPlanned.with { $0.enterprise = "organisation-h" }, on: "2023-01-01")
    try await record(
      "survey-q",
      PBSurveyDesigned.with {
        $0.questions = [
          .with {
            $0.key = "q1"
            $0.scaleMin = 1
            $0.scaleMax = 5
          }
        ]
      }, on: "2023-01-01")
    try await record("survey-q", EventType("survey.opened"), PBSurveyStep(), on: "2023-01-02")
    try await record(
      "target-interns",
      PBTargetSet.with {
        $0.figure = "12"
        $0.measure.name = "interns.started"
        $0.measure.arguments = [
          .with {
            $0.name = "host"
            $0.value = "organisation-h"
          }
        ]
      }, on: "2022-01-01")
  }

  /// All that may be recorded of one person, from the first day at school on.
  func person(_ id: Int) async throws {
    let person = "person-\(id)"
    try await record(person, PBPersonRegistered(), on: "2020-08-01")
    try await record(
      "enrolment-\(id)",
      PBStudentEnrolled.with {
        $0.person = person
        $0.school = "organisation-s"
        $0.major = "460701"
        $0.classYear = 2023
      }, on: "2020-09-01")
    try await record(
      "code.enrolment-\(person)", PBCodeClaimed.with { $0.holder = "enrolment-\(id)" },
      on: "2020-09-01")
    try await record(
      "order.class-c", PBClassStudentEnrolled.with { $0.student = person }, on: "2022-09-01")
    try await record(
      "training-t", PBTraineeEnrolled.with { $0.trainee = person }, on: "2023-01-02")
    try await record(
      "internship.agreement-\(id)", EventType("internship-agreement.reported-signed"),
      PBInternshipAgreementDrawnUp.with {
        $0.student = person
        $0.school = "organisation-s"
        $0.host = "organisation-h"
      }, on: "2023-01-15")
    try await record(
      "placement-\(id)",
      PBPlacementStarted.with {
        $0.parties.student = person
        $0.parties.school = "organisation-s"
        $0.parties.host = "organisation-h"
      }, on: "2023-02-01")
    try await record(
      "application-\(id)",
      PBApplicationSubmitted.with {
        $0.vacancy = "vacancy-v"
        $0.person = person
      }, on: "2023-03-02")
    try await record(
      "vacancy-v", PBVacancyFilled.with { $0.filled = Int32(id + 1) }, on: "2023-04-01")
    try await record(
      "assistance-\(id)",
      PBAssistanceOpened.with {
        $0.graduate = person
        $0.school = "organisation-s"
      }, on: "2023-05-01")
    try await record(
      "recommendation-\(id)",
      PBRecommendationGiven.with {
        $0.to = person
        $0.recommended = "vacancy-v"
      }, on: "2023-05-02")
    try await record(
      "survey.response-\(id)",
      PBSurveyResponseReceived.with {
        $0.survey = "survey-q"
        $0.answers = [
          .with {
            $0.question = "q1"
            $0.value = Int32(1 + id % 5)
          }
        ]
      }, on: "2023-05-03")
    try await record(
      "outcome-\(id)",
      PBOutcomeDeclared.with {
        $0.graduate = person
        $0.enrolment = "enrolment-\(id)"
        $0.facts.category = "10"
      }, on: "2023-07-01")
    try await record(
      "finding-\(id)",
      PBFindingOpened.with {
        $0.rule = "R01"
        $0.subjects = ["placement-\(id)", "organisation-h"]
      }, on: "2023-07-02")
  }

  /// A file of outcomes that a school handed in.
  func file(_ name: String, rows: Int32, refused: Int32 = 1) async throws {
    try await record(
      "import-\(name)",
      PBImportReceived.with {
        $0.kind = "outcomes"
        $0.rowCount = rows
        $0.organisation = "organisation-s"
      }, on: "2023-07-03")
    try await record(
      "import-\(name)",
      PBImportRowsProcessed.with {
        $0.firstRow = 1
        $0.rowCount = rows
        $0.recordedCount = rows - refused
        $0.rejected = (1...refused).map { row in
          .with {
            $0.row = row
            $0.column = "ID number"
            $0.reason = .badLength
          }
        }
      }, on: "2023-07-03")
  }

  func freeze(_ name: String, _ numerator: Int64, of denominator: Int64, on day: String)
    async throws
  {
    try await record(
      "report-\(name)",
      PBReportPublished.with {
        $0.figures = [
          .with {
            $0.label = "employed"
            $0.numerator = numerator
            $0.denominator = denominator
          },
          .with {
            $0.label = "graduates"
            $0.figure = "\(denominator)"
          },
        ]
      }, on: day)
    try await record(
      "report-\(name)",
      PBStatisticsFrozen.with {
        $0.cutOff = day
        $0.basis.query.name = "graduates"
        $0.basis.resultSha256 = String(repeating: "ab", count: 32)
      }, on: day)
  }
}

/// A server that an analyst and a clerk may ask.
struct AskedMarket: Sendable {
  let facts: MarketFacts
  let log: EventLog
  let client: any TestClientProtocol
  let analyst: String
  let clerk: String

  /// Waits until the views know all.
  func settle() async throws {
    let ready = try await client.get(
      "/v1/views/Needs?limit=1&atLeast=\(log.end.number)", key: clerk)
    #expect(ready.status == .ok, "\(ready.text)")
  }

  func object(_ uri: String, _ key: String) async throws -> Any {
    let answer = try await client.get(uri, key: key)
    try #require(answer.status == .ok, "\(uri): \(answer.text)")
    return try JSONSerialization.jsonObject(with: Data(answer.text.utf8))
  }

  func rows(_ uri: String, as key: String? = nil) async throws -> [[String: Any]] {
    let answer = try await object(uri, key ?? analyst) as? [String: Any]
    return try #require(answer?["rows"] as? [[String: Any]], "\(uri)")
  }
}
