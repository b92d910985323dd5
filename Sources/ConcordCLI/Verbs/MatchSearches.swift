import ArgumentParser
import Cooperation
import EventModel

extension Match {
  /// `concord match vacancies`
  struct Vacancies: MatchVerb {
    static let configuration = CommandConfiguration(
      abstract: "Find vacancies for a graduate.",
      discussion: """
        What the person studies comes from the enrolment: without --enrolment the open one, else the \
        one whose class is latest. Where the person lives and what is wished is in no event: say it \
        with --home, --region and --pay. Who has switched recommendations off gets none.
        """)

    @Option(help: ArgumentHelp("The graduate, as person-4711.", valueName: "person"))
    var person: String?

    @Option(help: ArgumentHelp("The graduate by an enrolment.", valueName: "enrolment"))
    var enrolment: String?

    @Option(help: ArgumentHelp("Where the graduate lives, 6 digits.", valueName: "code"))
    var home: String?

    @Option(
      help: ArgumentHelp(
        "Only vacancies there, 2, 4 or 6 digits; can be given again.", valueName: "code"))
    var region: [String] = []

    @Option(help: ArgumentHelp("The least pay wished, fen a month.", valueName: "fen"))
    var pay: Int64?

    @OptionGroup var options: MatchOptions
    @OptionGroup var data: DataOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup var format: FormatOptions

    func validate() throws {
      guard (person == nil) != (enrolment == nil) else {
        throw ValidationError("Say for whom: --person or --enrolment.")
      }
      if let person { _ = try namedStream(person, Person.category, "--person") }
      if let enrolment { _ = try namedStream(enrolment, Enrolment.category, "--enrolment") }
      for code in region + (home.map { [$0] } ?? []) where !code.allSatisfy(\.isNumber) {
        throw ValidationError("A region is a code of digits, not \(code).")
      }
    }

    func report(
      from source: MatchSource, on day: CivilDate, by weights: MatchWeights
    ) async throws -> MatchReport {
      let studies = try enrolment.map(StreamName.init(validating:))
      let name = try studies.map { try source.person(of: $0) }
      guard let name = try name ?? person.map(StreamName.init(validating:)) else {
        throw Failure(.usage, "nobody is named")
      }
      var graduate = try await source.graduate(name, enrolment: studies, on: day)
      graduate.region = home
      graduate.wishedRegions = region
      graduate.wishedPayFen = pay
      if graduate.hasRecommendationsOff {
        return MatchReport(
          search: .vacanciesForGraduates, receiver: name, day: day, weights: weights, parts: [],
          titles: [:], isSwitchedOff: true)
      }
      let vacancies = try await source.vacancies()
      let outcome = Matching.vacancies(
        for: graduate, among: vacancies, on: day, by: weights, limit: options.limit)
      let shown = Set(outcome.matches.map(\.recommended))
      return MatchReport(
        search: .vacanciesForGraduates, receiver: name, day: day, weights: weights,
        parts: [.init(need: nil, outcome: outcome)],
        titles: Dictionary(
          vacancies.filter { shown.contains($0.stream) }.map {
            ($0.stream, ($0.vacancy.terms.title, $0.vacancy.employer))
          }, uniquingKeysWith: { first, _ in first }))
    }
  }

  /// `concord match enterprises`
  struct Enterprises: MatchVerb {
    static let configuration = CommandConfiguration(
      abstract: "Find enterprises for the open needs of a school.")

    @Option(help: ArgumentHelp("The school, as organisation-4711.", valueName: "organisation"))
    var school: String

    @OptionGroup var options: MatchOptions
    @OptionGroup var data: DataOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup var format: FormatOptions

    func validate() throws { _ = try namedStream(school, Organisation.category, "--school") }

    func report(
      from source: MatchSource, on day: CivilDate, by weights: MatchWeights
    ) async throws -> MatchReport {
      let school = try StreamName(validating: school)
      try source.check(school, is: .school)
      return try await source.counterparts(
        of: school, .enterprisesForSchools, offeredBy: .enterprise, on: day, by: weights,
        limit: options.limit)
    }
  }

  /// `concord match schools`
  struct Schools: MatchVerb {
    static let configuration = CommandConfiguration(
      abstract: "Find schools for the open needs of an enterprise.")

    @Option(help: ArgumentHelp("The enterprise, as organisation-4711.", valueName: "organisation"))
    var enterprise: String

    @OptionGroup var options: MatchOptions
    @OptionGroup var data: DataOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup var format: FormatOptions

    func validate() throws {
      _ = try namedStream(enterprise, Organisation.category, "--enterprise")
    }

    func report(
      from source: MatchSource, on day: CivilDate, by weights: MatchWeights
    ) async throws -> MatchReport {
      let enterprise = try StreamName(validating: enterprise)
      try source.check(enterprise, is: .enterprise)
      return try await source.counterparts(
        of: enterprise, .schoolsForEnterprises, offeredBy: .school, on: day, by: weights,
        limit: options.limit)
    }
  }
}

extension MatchSource {
  /// Looks for each open need of an organisation among those of the other side.
  fileprivate func counterparts(
    of seeker: StreamName, _ search: Matching.Search,
    offeredBy kind: PBOrganisationRegistered.Kind, on day: CivilDate, by weights: MatchWeights,
    limit: Int
  ) async throws -> MatchReport {
    let own = try await needs(of: seeker)
    let others = own.isEmpty ? [] : try needs(try await needs(), of: kind)
    let partners = own.isEmpty ? [] : try await partners(of: seeker, on: day)
    var parts: [MatchReport.Part] = []
    for need in own {
      // Another kind or the same side was never a candidate, and is no reason why nothing fits.
      let candidates = others.filter {
        $0.need.terms.kind == need.need.terms.kind && $0.need.terms.side != need.need.terms.side
      }
      guard
        let outcome = Matching.counterparts(
          of: need, as: search, among: candidates, partners: partners, on: day, by: weights,
          limit: limit)
      else { continue }
      parts.append(.init(need: need.stream, outcome: outcome))
    }
    return MatchReport(
      search: search, receiver: seeker, day: day, weights: weights, parts: parts,
      titles: Dictionary(
        others.map { ($0.stream, ($0.need.terms.title, $0.need.organisation)) },
        uniquingKeysWith: { first, _ in first }))
  }
}
