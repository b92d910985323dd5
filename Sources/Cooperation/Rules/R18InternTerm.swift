internal import Deciding
internal import EventModel

extension Rule {
  /// R18: an agreement under which an enterprise takes interns runs for three years or more.
  ///
  /// The article was not read in the original, so a shorter term is only noted.
  static let internTerm = Rule(
    number: "R18",
    sentence:
      "A cooperation agreement under which an enterprise takes interns runs for three years "
      + "or more.",
    source: "Measures for school-enterprise cooperation of vocational schools (2018), article not "
      + "verified",
    isVerified: false, scope: Scope(validFrom: day("2018-03-01")),
    whenDecided: .finding(.advisory), whenReported: .finding(.advisory))
}

/// Judges an agreement by how long it runs.
enum InternTerm {
  /// What the rule says of terms; where first or last day are unknown it says nothing.
  static func judge(
    _ stream: StreamName, forms: [PBAgreementTerms.Form], plannedInterns: Int?, from: CivilDate?,
    to: CivilDate?, _ occurred: Moment, _ zone: LogZone
  ) -> Judgement {
    let takesInterns = forms.contains(.internship) || (plannedInterns ?? 0) > 0
    guard takesInterns, Rule.internTerm.holds(on: occurred, in: zone), let from, let to else {
      return Judgement(.internTerm, in: stream, breach: nil)
    }
    // The last day counts: 1 July 2022 to 30 June 2025 are three years.
    let years = from.fullYears(until: CivilDate(dayNumber: to.dayNumber + 1))
    return Judgement(
      .internTerm, in: stream,
      breach: years < 3
        ? "the agreement takes interns and runs from \(from) to \(to), less than three years" : nil)
  }
}
