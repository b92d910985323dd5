import Cooperation
import EventModel
import SwiftProtobuf

// Facts that many boards count: students, what became of them, where they work, and who became one.

extension Chronicle {
  /// A student is enrolled.
  func enrol(
    _ id: String, at school: String = "s", major: String? = nil, classYear: Int32? = 2023,
    on day: String = "2020-09-01"
  ) async throws {
    try await record(
      "enrolment-\(id)",
      PBStudentEnrolled.with {
        $0.person = "person-\(id)"
        $0.school = "organisation-\(school)"
        if let major { $0.major = major }
        if let classYear { $0.classYear = classYear }
      }, on: day)
  }

  /// Where a student went is declared.
  func declare(_ id: String, _ category: String, on day: String = "2023-07-01") async throws {
    try await record(
      "outcome-\(id)",
      PBOutcomeDeclared.with {
        $0.graduate = "person-\(id)"
        $0.enrolment = "enrolment-\(id)"
        $0.facts.category = category
      }, on: day)
  }

  /// Students begin to work at a host, each known to it by a number.
  func place(_ numbers: Range<Int>, at host: String, of school: String = "s") async throws {
    for number in numbers {
      try await record(
        "placement-\(host).\(number)",
        PBPlacementStarted.with {
          $0.parties.student = "person-\(host).\(number)"
          $0.parties.host = "organisation-\(host)"
          $0.parties.school = "organisation-\(school)"
        }, on: "2023-02-01")
    }
  }

  /// An organisation becomes one with another.
  func merge(
    _ id: String, into other: String, _ reason: PBOrganisationMerged.Reason = .duplicate,
    on day: String = "2023-04-01"
  ) async throws {
    try await record(
      "organisation-\(id)",
      PBOrganisationMerged.with {
        $0.into = "organisation-\(other)"
        $0.reason = reason
      }, on: day)
  }
}
