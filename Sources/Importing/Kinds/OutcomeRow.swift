internal import Cooperation
internal import EventModel

/// `outcomes`: a row reports where one graduate went, as the national registration has it.
struct OutcomeRow: RowDraft {
  /// `outcomes`
  static let kind = "outcomes"
  /// What a row is.
  static let title = Wording("毕业去向", "employment outcomes")
  /// The most commands of a row.
  static let commandCount = 2
  /// When it was registered.
  var occurred: String?
  private var number: StreamName?
  private var student = StudentCells()
  private var school: OrganisationCell?
  private var employer: OrganisationCell?
  private var details = PBOutcomeDeclared()
  private var personal = PBOutcomePersonal()
  private var legalBasis = LegalBasisCells()

  /// An empty draft.
  init() {}

  /// The columns.
  static var fields: [Field<Self>] {
    StudentCells.fields { draft, change in change(&draft.student) } + [
      Field(
        "school", Wording("学校", "School"), aliases: ["毕业学校"], isRequired: true,
        examples: "3633000001", takes: .organisation
      ) { $0.school = $1 },
      Field(
        "classYear", Wording("毕业年份", "Class year"), aliases: ["届", "毕业届别"], examples: "2022",
        takes: .year
      ) { $0.details.classYear = $1 },
      Field(
        "category", Wording("毕业去向类别代码", "Destination"), aliases: ["毕业去向代码", "去向代码"],
        isRequired: true, examples: "10", takes: .destination
      ) { $0.details.facts.category = $1 },
      Field(
        "employer", Wording("用人单位", "Employer"), aliases: ["就业单位", "单位"],
        examples: "91330206MA2TE5T1XN", takes: .organisation
      ) { $0.employer = $1 },
      Field(
        "industry", Wording("单位行业代码", "Industry"), aliases: ["行业代码"], examples: "C3610",
        takes: .industry
      ) { $0.details.facts.industry = $1 },
      Field(
        "region", Wording("单位所在地代码", "Region"), aliases: ["行政区划代码", "工作地区代码"],
        examples: "330206", takes: .region
      ) { $0.details.facts.region = $1 },
      Field("occupation", Wording("职业代码", "Occupation"), takes: .label) {
        $0.details.facts.occupation = $1
      },
      .flag("keyField", Wording("国家重点领域", "Key field")) { $0.details.facts.keyField = $1 },
      Field(
        "startedOn", Wording("入职日期", "Started on"), aliases: ["就业日期"], examples: "2022-07-01",
        takes: .date
      ) { $0.details.facts.startedOn = $1 },
      Field(
        "monthlyPay", Wording("月薪(元)", "Monthly pay (yuan)"), aliases: ["月薪"], isPersonal: true,
        takes: .yuan
      ) { $0.personal.monthlyPay = $1 },
      Field(
        "occurred", Wording("登记日期", "Date"), aliases: ["日期"], examples: "2022-07-15",
        takes: .moment
      ) { $0.occurred = $1 },
      Field(
        "outcome", Wording("去向编号", "Number"), aliases: ["编号"],
        takes: .number(EmploymentOutcome.category)
      ) { $0.number = $1 },
    ] + LegalBasisCells.fields(hasExample: false) { draft, change in change(&draft.legalBasis) }
  }

  /// One `declareOutcome`, and before it a `recordLegalBasis` where the row brings a ground.
  func commands(_ row: inout RowContext) -> [RowCommand] {
    var command = PBDeclareOutcome()
    command.details = details
    let school = row.organisation(school, "school")
    let student = row.student(student, at: school)
    if let school { command.details.school = school.text }
    if let student { command.details.graduate = student.text }
    if let enrolment = row.enrolment(of: student) { command.details.enrolment = enrolment.text }
    if let employer = row.organisation(employer, "employer") {
      command.details.facts.employer = employer.text
    }
    if personal.hasMonthlyPay { command.personal = personal }
    command.outcome = (number ?? row.identity.stream(EmploymentOutcome.category)).text
    let declared = RowCommand(0, .declareOutcome(command))
    guard let basis = legalBasis.basis(&row), let student else { return [declared] }
    return [.recordLegalBasis(1, of: student, basis), declared]
  }
}
