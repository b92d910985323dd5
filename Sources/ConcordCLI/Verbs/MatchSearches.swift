import ArgumentParser
import Cooperation
import EventModel
import MatchSearch

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

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("The least pay wished, fen a month.", valueName: "fen"))
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
      do throws(GraduateWishes.Refusal) { _ = try wishes() } catch {
        throw ValidationError("--\(error.field) takes \(error.expected).")
      }
    }

    private func wishes() throws(GraduateWishes.Refusal) -> GraduateWishes {
      try GraduateWishes(validatingHome: home, regions: region, payFen: pay)
    }

    func report(
      from source: MatchSource, on day: CivilDate, by weights: MatchWeights
    ) async throws -> MatchReport {
      let studies = try enrolment.map(StreamName.init(validating:))
      let name = try studies.map { try source.studies($0).person }
      guard let name = try name ?? person.map(StreamName.init(validating:)) else {
        throw Failure(.usage, "nobody is named")
      }
      return try await source.vacancies(
        for: name, enrolment: studies,
        wishes: try wishes(), on: day, by: weights, limit: options.limit)
    }
  }

  /// `concord match enterprises`
  struct Enterprises: CounterpartVerb {
    static let configuration = CommandConfiguration(
      abstract: "Find enterprises for the open needs of a school.")
    static let search = CounterpartSearch.enterprises

    @Option(
      name: .customLong("school"),
      help: ArgumentHelp("The school, as organisation-4711.", valueName: "organisation"))
    var seeker: String

    @OptionGroup var options: MatchOptions
    @OptionGroup var data: DataOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup var format: FormatOptions
  }

  /// `concord match schools`
  struct Schools: CounterpartVerb {
    static let configuration = CommandConfiguration(
      abstract: "Find schools for the open needs of an enterprise.")
    static let search = CounterpartSearch.schools

    @Option(
      name: .customLong("enterprise"),
      help: ArgumentHelp("The enterprise, as organisation-4711.", valueName: "organisation"))
    var seeker: String

    @OptionGroup var options: MatchOptions
    @OptionGroup var data: DataOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup var format: FormatOptions
  }
}

/// A search among the needs of the other side.
protocol CounterpartVerb: MatchVerb {
  /// Which side.
  static var search: CounterpartSearch { get }
  /// Who looks.
  var seeker: String { get }
}

extension CounterpartVerb {
  func validate() throws {
    _ = try namedStream(seeker, Organisation.category, "--" + Self.search.seekerName)
  }

  func report(
    from source: MatchSource, on day: CivilDate, by weights: MatchWeights
  ) async throws -> MatchReport {
    try await source.counterparts(
      of: try StreamName(validating: seeker), Self.search, on: day, by: weights,
      limit: options.limit)
  }
}
