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
    let visits: Int
    let sessions: Int
    let intentions: Int
    let cooperations: Int
    let orderClasses: Int
    let alliances: Int
    let surveys: Int
    let surveyResponses: Int
    let trainings: Int
    let grants: Int

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
      visits = scaled(6_750, atLeast: 8)
      sessions = scaled(60, atLeast: 1)
      intentions = scaled(6_000, atLeast: 8)
      cooperations = scaled(3_600, atLeast: 16)
      orderClasses = scaled(500, atLeast: 1)
      alliances = scaled(20, atLeast: 1)
      surveys = scaled(10, atLeast: 1)
      surveyResponses = scaled(200_000, atLeast: 20)
      trainings = scaled(1_500, atLeast: 2)
      grants = scaled(400, atLeast: 3)
    }

    /// Organisations, without those that were registered twice.
    var organisations: Int {
      enterprises + schools + associations + trainingInstitutions + governmentBodies
    }
    /// The first school; enterprises come before.
    var firstSchool: Int { enterprises }
    /// The first association.
    var firstAssociation: Int { firstSchool + schools }
    /// The first training institution.
    var firstTrainingInstitution: Int { firstAssociation + associations }
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
  /// Each vacancy's employer, first day and places.
  var vacancies: [Vacancy] = []
  /// Each application's vacancy and person.
  var applications: [Application] = []
  /// Each activity's day and organiser.
  var activities: [Activity] = []
  /// Each exhibitor's activity and organisation.
  var exhibitors: [Exhibitor] = []

  /// Each graduate's employer.
  var outcomeEmployers: [UInt32] = []

  /// On which day it is known that each organisation was found in a register; the last of all days
  /// where it never is.
  var verified: [Int16] = []
  /// The employment agreements.
  var employments: [Employment] = []
  /// The employer with whom each graduate has an agreement, or the greatest number.
  var agreedEmployers: [UInt32] = []
  /// What is known of each graduate's outcome: when it was declared, when that was recorded.
  var outcomeDays: [(declared: Int16, recorded: Int16)] = []
  /// The cases of assistance.
  var assistanceCases: [AssistanceCase] = []
  /// The campaigns of visits, one a school that visits.
  var campaigns: [Campaign] = []
  /// Each visit's employer.
  var visitEmployers: [UInt32] = []
  /// The matchmaking sessions.
  var sessions: [Session] = []
  /// The intentions of schools and enterprises.
  var intentions: [Intention] = []
  /// The agreements of organisations.
  var cooperations: [Cooperation] = []
  /// The order classes.
  var orderClasses: [OrderClass] = []
  /// The students of all order classes, class by class.
  var classStudents: [UInt32] = []
  /// The alliances.
  var alliances: [Alliance] = []
  /// Each membership's alliance and organisation.
  var memberships: [Membership] = []
  /// Each meeting's alliance, day, and how many motions were put.
  var meetings: [Meeting] = []
  /// When each survey was opened.
  var surveyDays: [Int16] = []
  /// The courses for workers.
  var trainings: [Training] = []
  /// Each grant's agreement.
  var grants: [UInt32] = []
  /// Each inspected placement, and its rule.
  var findings: [Inspection] = []
  /// What students complained of.
  var disputes: [Complaint] = []

  /// An intern.
  struct Internship: Sendable {
    let person: UInt32
    let host: UInt32
    let first: Int16
    let dayCount: UInt8
  }

  /// One person's application.
  struct Application: Hashable, Sendable {
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
    schedule = Schedule()
    planOrganisations()
    planPersons()
    planInternships()
    planVacancies()
    planApplications()
    planActivities()
    planEmployments()
    planOutcomes()
    planAlliances()
    planSessions()
    planIntentions()
    planCooperations()
    planOrderClasses()
    planVisits()
    planSurveys()
    planTrainings()
    planAssistance()
    planFunds()
    planGrants()
    planFindings()
    planDisputes()
    planErasures()
  }

  /// Takes the plan of a day away, to be written.
  mutating func takeSchedule() -> [[PlannedEvent]] {
    let days = schedule.days
    schedule = Schedule()
    return days
  }
}
