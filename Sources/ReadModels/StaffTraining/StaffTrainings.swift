internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Training that enterprises order for their staff.
struct StaffTrainings: StateProjection {
  typealias Folded = StaffTraining

  let name = "StaffTrainings"
  let version = 3
  static let training = TableDeclaration(
    "training", "A staff training as it stands now.",
    [
      .organisation("enterprise", title: "Enterprise", "Whose staff it is for."),
      .organisation("provider", title: "Provider", "Who trains."),
      .text("agreement", nullable: true, title: "Agreement", "The contract it rests on."),
      .text("occupation", nullable: true, title: "Occupation", "What is trained."),
      .text("programmes", nullable: true, title: "Programmes", "SUNSHINE, REEMPLOYMENT …"),
      .text(
        "phase", title: "Phase", "requested, planned, running, completed or cancelled.",
        of: Cooperation.StaffTraining.Phase.self),
      .integer("requested", nullable: true, title: "Requested", unit: "people", "Heads."),
      .integer("seats", nullable: true, title: "Seats", unit: "seats", "Planned."),
      .integer("trainees", title: "Trainees", unit: "people", "Who did not drop out."),
      .integer("dropped", title: "Dropped out", unit: "people", "Who did."),
      .integer("certificates", title: "Certificates", unit: "people", "Who got one."),
      .integer("sessions", title: "Sessions", unit: "sessions", "How many were held."),
      .integer("hours", title: "Hours", unit: "hours", "How long they took together."),
      .day("begun_on", title: "Begun", "The first session."),
      .day("ended_on", title: "Ended", "When it was completed or cancelled."),
      .integer(
        "reported_trained", nullable: true, title: "Reported as trained", unit: "people",
        "As was said at the end; never counted."),
      .evidence, .confirmed,
    ], indexes: [["provider"], ["enterprise"]])
  static let trainingTrainee = TableDeclaration(
    "training_trainee", "A person in a staff training; subject ids only.",
    key: [.text("trainee", title: "Trainee", "The person's stream.")],
    [
      .day("enrolled_on", title: "Enrolled", "When the person came in."),
      .day("dropped_on", title: "Dropped out", "When the person left before the end."),
      .day("certified_on", title: "Certified", "When the person got a certificate."),
      .day("completed_on", title: "Completed", "When the training ended with the person."),
      .evidence, .confirmed,
    ], indexes: [["trainee"]])
  let tables = [Self.training, Self.trainingTrainee]

  func addRows(
    of state: Cooperation.StaffTraining?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink
  ) {
    guard let training = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let (plan, request) = (training.plan, training.request)
    let dropped = training.trainees.values.count { $0.dropped != nil }
    let programmes = training.programmes.compactMap(\.word).sorted()
    let reported = training.completion.flatMap { $0.hasTrainedCount ? $0.trainedCount : nil }
    rows.add(
      [
        stream, SQLValue(training.enterprise), SQLValue(training.provider),
        SQLValue(field: plan?.agreement ?? ""),
        SQLValue(field: plan?.occupation ?? request?.occupation ?? ""), programmes.words,
        .text(training.phase.rawValue), SQLValue(request.flatMap { $0.hasHeads ? $0.heads : nil }),
        SQLValue(plan.flatMap { $0.hasSeats ? $0.seats : nil }), SQLValue(training.traineeCount),
        SQLValue(dropped), SQLValue(training.certificateCount), SQLValue(training.sessionCount),
        SQLValue(training.hours), facts.day(training.begun), facts.day(training.ended),
        SQLValue(reported), facts.evidence(PBTrainingPlanned.eventType), facts.confirmed,
      ], to: Self.training)
    let evidence = facts.evidence(
      PBTrainingCertificateIssued.eventType, PBTraineeEnrolled.eventType)
    for (person, trainee) in training.trainees {
      let isDone = trainee.dropped == nil && training.phase == .completed
      rows.add(
        [
          stream, .text(person.text), facts.day(trainee.enrolled), facts.day(trainee.dropped),
          facts.day(trainee.certified), isDone ? facts.day(training.ended) : .null, evidence,
          facts.confirmed,
        ], to: Self.trainingTrainee)
    }
  }

  private static let ofPeople = ["trainees", "dropped", "certificates", "reported_trained"]

  private static let columns: [ColumnDeclaration] = StaffTrainings.training.columns.map {
    column -> ColumnDeclaration in
    guard ofPeople.contains(column.name) else { return column }
    return .people(
      column.name, title: column.title, unit: column.unit ?? "people", column.definition)
  }

  private static let shown: String = columns.map { column -> String in
    ofPeople.contains(column.name)
      ? SmallCells.rounded(column.name, where: "is_blind") : column.name
  }.joined(separator: ", ")

  static let view = ViewDeclaration(
    "StaffTraining", title: "Staff training", StaffTrainings.training.definition,
    columns: columns + [.hidden], keyColumnCount: 1,
    content: .parameterised(
      """
      SELECT \(shown), hides AS is_hidden
      FROM (SELECT *, is_blind AND (\(SmallCells.few(ofPeople))) AS hides
        FROM (SELECT *, \(SmallCells.blind(besides: "enterprise", "provider")) AS is_blind
          FROM training))
      """, []))
}
