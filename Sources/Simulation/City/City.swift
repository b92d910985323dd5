internal import EventModel

/// Who and what a city has, as compact arrays; what happens to them is in the ``Schedule``.
struct City: Sendable {
  /// How large it is.
  struct Size: Sendable {
    let enterprises: Int
    let schools: Int
    let associations: Int
    let trainingInstitutions: Int
    let governmentBodies: Int
    let graduates: Int
    let stock: Int
    let interns: Int
    let vacancies: Int
    let activities: Int

    /// The city's numbers at a scale in ten-thousandths.
    init(perTenThousand scale: Int) {
      func scaled(_ number: Int, atLeast least: Int) -> Int { max(least, number * scale / 10_000) }
      enterprises = scaled(6_000, atLeast: 10)
      schools = scaled(72, atLeast: 2)
      associations = scaled(50, atLeast: 1)
      trainingInstitutions = scaled(200, atLeast: 1)
      governmentBodies = scaled(60, atLeast: 1)
      graduates = scaled(90_000, atLeast: 20)
      stock = scaled(300_000, atLeast: 20)
      interns = scaled(55_000, atLeast: 5)
      vacancies = scaled(48_000, atLeast: 8)
      activities = scaled(3_000, atLeast: 1)
    }

    /// Organisations, without those that were registered twice.
    var organisations: Int {
      enterprises + schools + associations + trainingInstitutions + governmentBodies
    }
    /// The first school; enterprises come before.
    var firstSchool: Int { enterprises }
    /// The first government body.
    var firstGovernmentBody: Int { organisations - governmentBodies }
    /// Persons, without those who were registered twice: graduates come first.
    var persons: Int { graduates + stock }
  }

  let seed: UInt64
  let size: Size
  var schedule: Schedule

  /// Of each enterprise, the largest first: popular employers are large ones.
  var staff: [Int32] = []
  /// The original of each organisation that was registered twice.
  var organisationOriginals: [UInt32] = []
  /// The original of each person who was registered twice.
  var personOriginals: [UInt32] = []
  /// Each person's school, as a number among the schools.
  var schools: [UInt16] = []
  /// Each intern's person, host, first day and length in days.
  var internships: [Internship] = []
  /// Each vacancy's employer and first day.
  var vacancies: [Vacancy] = []
  /// Each application's vacancy and person.
  var applications: [Application] = []
  /// Each activity's day and organiser.
  var activities: [Activity] = []
  /// Each exhibitor's activity and organisation.
  var exhibitors: [Exhibitor] = []

  /// Each graduate's employer.
  var outcomeEmployers: [UInt32] = []

  /// An intern.
  struct Internship: Sendable {
    let person: UInt32
    let host: UInt32
    let first: Int16
    let dayCount: UInt8
  }

  /// A job that is offered.
  struct Vacancy: Sendable {
    let employer: UInt32
    let first: Int16
    let recorded: Int16
  }

  /// One person's application.
  struct Application: Sendable {
    let vacancy: UInt32
    let person: UInt32
  }

  /// A fair, or another activity.
  struct Activity: Sendable {
    let organiser: UInt32
    let day: Int16
  }

  /// An organisation at an activity.
  struct Exhibitor: Sendable {
    let activity: UInt32
    let organisation: UInt32
  }

  /// Plans a year.
  ///
  /// - Complexity: O(events), twelve bytes each
  init(seed: UInt64, perTenThousand scale: Int) {
    self.seed = seed
    size = Size(perTenThousand: scale)
    schedule = Schedule(seed: seed)
    planOrganisations()
    planPersons()
    planInternships()
    planVacancies()
    planApplications()
    planActivities()
    planOutcomes()
  }

  /// Takes the plan of a day away, to be written.
  mutating func takeSchedule() -> [[PlannedEvent]] {
    let days = schedule.days
    schedule = Schedule(seed: seed)
    return days
  }

  // MARK: - Names

  /// How many streams of a kind there are.
  func count(_ kind: StreamKind) -> Int {
    switch kind {
    case .organisation, .creditCode: size.organisations + organisationOriginals.count
    case .person: size.persons + personOriginals.count
    case .enrolment, .enrolmentCode: size.persons
    case .internshipAgreement, .placement: internships.count
    case .vacancy: vacancies.count
    case .application: applications.count
    case .activity: activities.count
    case .exhibitor: exhibitors.count
    case .outcome, .outcomeCode: outcomeEmployers.count
    }
  }

  /// A stream's name.
  func name(_ stream: StreamKey) -> StreamName { StreamName(recorded: text(stream)) }

  /// A stream's name as text.
  func text(_ stream: StreamKey) -> String {
    let index = stream.index
    switch stream.kind {
    case .organisation: return "organisation-o\(index)"
    case .creditCode: return "code.uscc-" + creditCode(index)
    case .person: return "person-p\(index)"
    case .enrolment: return "enrolment-e\(index)"
    case .enrolmentCode: return "code.enrolment-p\(index)"
    case .internshipAgreement: return "internship.agreement-i\(index)"
    case .placement: return "placement-w\(index)"
    case .vacancy: return "vacancy-v\(index)"
    case .application:
      let application = applications[index]
      return "application-v\(application.vacancy).p\(application.person)"
    case .activity: return "activity-a\(index)"
    case .exhibitor:
      let exhibitor = exhibitors[index]
      return "exhibitor-a\(exhibitor.activity).o\(exhibitor.organisation)"
    case .outcome: return "outcome-g\(index)"
    case .outcomeCode: return "code.outcome-e\(index)"
    }
  }

  /// The stream that an event stands in.
  func stream(_ event: PlannedEvent) -> StreamKey { StreamKey(event.fact.kind, event.index) }

  /// A day as civil text.
  func date(_ day: Int) -> String { CivilDate(dayNumber: day).description }

  /// An organisation's stream's name.
  func organisation(_ index: Int) -> String { text(StreamKey(.organisation, index)) }
  /// A person's stream's name.
  func person(_ index: Int) -> String { text(StreamKey(.person, index)) }
  /// A person's school, as a number among all organisations.
  func school(ofPerson index: Int) -> Int { size.firstSchool + Int(schools[index]) }

  /// A district of the city.
  func region(_ number: Int) -> String {
    City.regions[number % City.regions.count]
  }

  private static let regions = ["330203", "330205", "330206", "330211", "330212", "330213"]

  /// The digest of a document that nobody wrote: 64 hex digits.
  func documentDigest(_ kind: StreamKind, _ index: Int) -> String {
    var dice = Dice(seed ^ UInt64(kind.rawValue) << 56, .payload, index)
    var text = ""
    for _ in 0..<4 {
      let digits = String(dice.next(), radix: 16)
      text += String(repeating: "0", count: 16 - digits.count) + digits
    }
    return text
  }
}
