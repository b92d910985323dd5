internal import Cooperation

/// Where a graduate goes: a code of the national list, and what that takes.
///
/// Nobody published how a city's graduates spread over the codes; the shares are a choice. Half are
/// bound by an employment agreement; of the others most have a labour contract or study on, and one in
/// ten waits or wants no work yet. Of all graduates that leaves 95 % with a destination.
struct Destination: Sendable {
  /// A code of the list `destination-categories`.
  let code: String
  /// Whether an employer belongs to it.
  let hasEmployer: Bool
  /// What proves it; `nil` of those who have found nothing.
  let evidence: PBOutcomeEvidenceAttached.Kind?
  /// How many in 1,000 of those without an employment agreement.
  private let share: Int

  /// That of those who are bound by an agreement.
  static let agreed = Destination(
    code: "10", hasEmployer: true, evidence: .employmentAgreement, share: 0)

  private static let others = [
    Destination(code: "11", hasEmployer: true, evidence: .labourContract, share: 360),
    Destination(code: "12", hasEmployer: true, evidence: .hiringCertificate, share: 130),
    Destination(code: "801", hasEmployer: false, evidence: .admissionLetter, share: 40),
    Destination(code: "80", hasEmployer: false, evidence: .admissionLetter, share: 200),
    Destination(code: "76", hasEmployer: false, evidence: .other, share: 80),
    Destination(code: "75", hasEmployer: false, evidence: .businessLicence, share: 35),
    Destination(code: "46", hasEmployer: false, evidence: .enlistmentNotice, share: 30),
    Destination(code: "51", hasEmployer: false, evidence: .hiringCertificate, share: 15),
    Destination(code: "85", hasEmployer: false, evidence: .admissionLetter, share: 10),
    Destination(code: "70", hasEmployer: false, evidence: nil, share: 70),
    Destination(code: "71", hasEmployer: false, evidence: nil, share: 20),
    Destination(code: "72", hasEmployer: false, evidence: nil, share: 10),
  ]
  private static let shares = others.map(\.share)

  /// That of somebody without an employment agreement.
  static func drawn(_ dice: inout Dice) -> Destination { others[dice.choose(shares)] }
}

extension City {
  /// Where a graduate goes, by dice of its own: nothing else of the city depends on it.
  func destination(_ graduate: Int) -> Destination {
    if agreedEmployers[graduate] != .max { return .agreed }
    var dice = Dice(seed, .destination, graduate)
    return Destination.drawn(&dice)
  }

  /// The majors that a vacancy asks for, as places in ``City/majors``; none asks for any. Three in ten
  /// vacancies take everybody, one in ten takes two majors.
  func askedMajors(_ vacancy: Int) -> [Int] {
    var dice = Dice(seed, .majors, vacancy)
    let first = dice.below(City.majors.count)
    switch dice.choose([6, 1, 3]) {
    case 0: return [first]
    case 1: return [first, (first + 1) % City.majors.count].sorted()
    default: return []
    }
  }

  /// The major of a person, as a place in ``City/majors``.
  func majorPlace(_ person: Int) -> Int { person % City.majors.count }

  /// Whether a vacancy takes a person by the major.
  func takes(_ vacancy: Int, _ person: Int) -> Bool {
    let asked = askedMajors(vacancy)
    return asked.isEmpty || asked.contains(majorPlace(person))
  }
}
