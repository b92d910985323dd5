internal import EventModel

/// Whose signature a changed term of an internship agreement needs.
enum ReSigning {
  /// The parties that must sign: all three for post, place, period, pay, hours and protection; the
  /// school and the host for a mentor, the student being told.
  ///
  /// Source: the amendment practice of tripartite agreements, domain model section 7.
  static func signers(of terms: PBInternshipTerms) -> Set<PBInternshipParty> {
    var mentors = PBInternshipTerms()
    if terms.hasSchoolMentor { mentors.schoolMentor = terms.schoolMentor }
    if terms.hasHostMentor { mentors.hostMentor = terms.hostMentor }
    if terms == PBInternshipTerms() { return [] }
    return terms == mentors ? [.schoolSide, .hostSide] : Set(InternshipAgreement.parties)
  }
}
