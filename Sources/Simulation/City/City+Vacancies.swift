internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Jobs that enterprises offer: three in five go through the platform's approval, the others are
// observed.

extension City {
  /// A job that is offered.
  struct Vacancy: Sendable {
    let employer: UInt32
    let first: Int16
    let recorded: Int16
    /// How many are looked for.
    let places: UInt8
    /// How many have accepted.
    private(set) var taken: UInt8 = 0
    /// When the last of them accepts.
    private var lastTaken = Int16.min

    /// Whether somebody can still be found.
    var hasPlace: Bool { taken < places }

    /// Whether it takes applications on a day: it ends with the year, or with its last place.
    func isOpen(on day: Int) -> Bool {
      first < day && day <= SchoolYear.last && (hasPlace || day <= lastTaken)
    }

    /// Gives a place to who accepts on a day.
    mutating func take(on day: Int) {
      taken += 1
      lastTaken = max(lastTaken, Int16(day))
    }

    init(employer: Int, first: Int, recorded: Int, places: Int) {
      self.employer = UInt32(employer)
      self.first = Int16(first)
      self.recorded = Int16(recorded)
      self.places = UInt8(places)
    }
  }

  mutating func planVacancies() {
    let popularity = Popularity(count: size.enterprises)
    for index in 0..<size.vacancies {
      var dice = Dice(seed, .vacancy, index)
      // Most stand there when the season begins.
      let first =
        dice.happens(7_000)
        ? SchoolYear.first - dice.within(5...25) : SchoolYear.day(SchoolYear.even, &dice)
      var life = Life(index)
      let isOurs = dice.happens(6_000)
      if isOurs {
        life.step(.vacancyDrafted, first - 6, in: &schedule)
        life.step(.vacancySubmitted, first - 4, in: &schedule)
        life.step(.vacancyApproved, first - 2, in: &schedule)
      }
      life.step(.vacancyPublished, first, isOurs ? 0 : 1, in: &schedule)
      vacancies.append(
        Vacancy(
          employer: popularity.draw(&dice), first: first, recorded: life.recorded,
          places: dice.within(1...12)))
      if dice.happens(3_000) {
        life.step(.vacancyFilled, SchoolYear.last + 2, lag: dice.below(20), in: &schedule)
      }
      if dice.happens(5_000) {
        life.step(
          .vacancyClosed, SchoolYear.last + 3, lag: Shapes.lag(&dice), in: &schedule)
      }
    }
  }

  func vacancyNaming(_ event: PlannedEvent) -> Naming {
    let names =
      event.fact == .vacancyDrafted || event.fact == .vacancyPublished && event.ordinal == 1
    guard names else { return Naming() }
    return Naming(
      after: [Named("employer", .organisation, Int(vacancies[event.index].employer))])
  }

  func vacancyPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    let employer = Int(vacancies[index].employer)
    switch event.fact {
    case .vacancyDrafted:
      return encoded(
        PBVacancyDrafted.with {
          $0.employer = organisation(employer)
          $0.terms = vacancyTerms(index)
        })
    case .vacancySubmitted: return encoded(PBVacancySubmitted())
    case .vacancyApproved: return encoded(PBVacancyApproved())
    case .vacancyPublished:
      return encoded(
        PBVacancyPublished.with {
          if event.ordinal == 1 {
            $0.employer = organisation(employer)
            $0.terms = vacancyTerms(index)
          }
          $0.channels = event.ordinal == 1 ? [.school, .jobFair] : [.platform]
        })
    case .vacancyFilled:
      // Who accepted none of the applicants has found somebody by another way.
      return encoded(PBVacancyFilled.with { $0.filled = Int32(max(1, vacancies[index].taken)) })
    default: return encoded(PBVacancyClosed.with { $0.reason = .byEmployer })
    }
  }

  private func vacancyTerms(_ index: Int) -> PBVacancyTerms {
    var dice = Dice(seed, .payload, index)
    let pay = Int64(dice.within(40...90)) * 10_000
    return PBVacancyTerms.with {
      $0.title = post(index) + " technician"
      $0.headcount = Int32(vacancies[index].places)
      $0.conditions = "a diploma of the trade"
      $0.content = "work in shifts of eight hours"
      $0.region = region(Int(vacancies[index].employer))
      $0.majors = askedMajors(index).map { City.majors[$0] }
      $0.payMinFen = pay
      $0.payMaxFen = pay + 200_000
      $0.classYears = [2_024]
      $0.from = date(Int(vacancies[index].first))
      $0.to = date(SchoolYear.last)
    }
  }
}
