internal import Deciding
internal import EventModel

/// What form an argument of a measure has, by its name.
///
/// A published figure may name a measure that this Concord doesn't know, so a measure isn't asked what it
/// takes; but a name means the same wherever it stands. What has any form, as `kind`, is not listed, nor is
/// `industry`, which one measure takes as told.
enum MeasureArgument: Hashable {
  /// The name of a stream of that category, or `ALL`.
  case stream(StreamCategory)
  /// The beginning of a region's code.
  case region
  /// A whole number.
  case number
  /// A day, month, year or instant.
  case day

  /// The form that arguments of that name have in every measure.
  static let forms: [String: MeasureArgument] = [
    "activity": .stream(Activity.category), "alliance": .stream(Alliance.category),
    "campaign": .stream(Campaign.category), "employer": .stream(Organisation.category),
    "fund": .stream(Fund.category), "host": .stream(Organisation.category),
    "organiser": .stream(Organisation.category), "party": .stream(Organisation.category),
    "policy": .stream(Policy.category), "school": .stream(Organisation.category),
    "session": .stream(MatchmakingSession.category), "vacancy": .stream(Vacancy.category),
    "region": .region, "territory": .region,
    "class_year": .number, "founding": .number, "year": .number,
    "since": .day, "until": .day,
  ]

  /// Whether a value has the form.
  func fits(_ value: String) -> Bool {
    switch self {
    case .stream(let category):
      value == "ALL" || (try? StreamName(validating: value))?.category == category
    case .region:
      (1...6).contains(value.utf8.count) && value.utf8.allSatisfy(isDigit)
        && (value.utf8.count == 1 || RegionCode.isPrefix(String(value.prefix(2))))
    case .number: Int64(value) != nil
    case .day: (try? Moment(validating: value)) != nil
    }
  }

  /// What is right; a part of a sentence.
  var expectation: String {
    switch self {
    case .stream(let category): "the name of a stream \(category)-…"
    case .region: "a region: up to 6 digits that begin with a province, as 3302"
    case .number: "a whole number"
    case .day: "a day, month, year or instant, as 2022-06-30"
    }
  }
}

extension PBClaimMeasure {
  /// Refuses a measure that nothing could be counted by: without a name, or with an argument without
  /// value, given twice or of another form than its name says.
  ///
  /// - Parameter path: the measure's field.
  /// - Throws: ``Rejection`` with code `malformedValue` and the field.
  func check(_ path: String) throws(Rejection) {
    try Check.text(name, path + ".name")
    var seen: Set<String> = []
    for (index, argument) in arguments.enumerated() {
      let field = "\(path).arguments[\(index)]"
      try Check.text(argument.name, field + ".name")
      try Check.present(argument.hasValue, field + ".value", "a text")
      try Check.that(
        seen.insert(argument.name).inserted, field + ".name",
        "the argument \(argument.name) is given twice")
      guard let form = MeasureArgument.forms[argument.name] else { continue }
      try Check.that(
        form.fits(argument.value), field + ".value",
        "the argument \(argument.name) takes \(form.expectation), not \(argument.value)")
    }
  }
}
