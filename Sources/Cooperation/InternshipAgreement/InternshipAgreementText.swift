internal import Deciding
internal import EventModel

// What a text names, and what is asked of its values.

extension PBInternshipAgreementDrawnUp {
  var references: [Reference] {
    [
      .required("student", "details.student", student, Person.category),
      .optional("enrolment", "details.enrolment", enrolment, Enrolment.category),
      .required("school", "details.school", school, Organisation.category),
      .required("host", "details.host", host, Organisation.category),
      .optional("agreement", "details.agreement", agreement, CooperationAgreement.category),
      .optional("host post", "details.hostPost", hostPost, HostPost.category),
      .optional(
        "superseded agreement", "details.supersedes", supersedes, InternshipAgreement.category),
    ] + (hasTerms ? terms.references : [])
  }

  func check(in stream: StreamName) throws(Rejection) {
    try Check.that(
      school != host, "details.host", "the host is another organisation than the school")
    try Check.that(
      supersedes != stream.text, "details.supersedes",
      "an internship agreement doesn't take its own place")
    if hasDocumentSha256 { try Check.digest(documentSha256, "details.documentSha256") }
    if hasTerms { try terms.check() }
  }
}

extension PBInternshipTerms {
  var references: [Reference] {
    [
      .optional(
        "school mentor", "details.terms.schoolMentor", schoolMentor, Person.category),
      .optional("host mentor", "details.terms.hostMentor", hostMentor, Person.category),
    ]
  }

  func check() throws(Rejection) {
    if hasRegion { try Check.region(region, "details.terms.region") }
    try Check.period(
      from: hasFrom ? from : nil, to: hasTo ? to : nil, "details.terms.from", "details.terms.to")
    try Check.that(
      monthlyPayFen >= 0, "details.terms.monthlyPayFen", "pay is 0 or more, in fen")
    try Check.count(payCycleDays, "details.terms.payCycleDays")
    try Check.that(
      (0...168).contains(weeklyHours), "details.terms.weeklyHours", "a week has 168 hours")
    try Check.that(
      (0...1_440).contains(dailyMinutes), "details.terms.dailyMinutes", "a day has 1440 minutes")
  }
}
