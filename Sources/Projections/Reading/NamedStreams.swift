internal import EventLog
public import EventModel

// A slip of the pen in a stream's name would count nothing, and look as if there were nothing.
//
// It is asked at the door and not where figures are counted: a frozen figure of such a name is counted
// again as it was.

extension ReadModelStore {
  /// Refuses arguments that name a stream of the right kind in which nothing was ever recorded.
  ///
  /// Only streams that arguments may name are looked for, and none of those is of a single person: so
  /// nobody learns whether somebody is known.
  ///
  /// - Throws: ``ProjectionError`` with code `badArgument` that names the argument.
  public func refuseUnknownStreams(
    _ arguments: [String: String], of declarations: [ArgumentDeclaration]
  ) throws(ProjectionError) {
    for declaration in declarations {
      guard let category = declaration.category, let text = arguments[declaration.name] else {
        continue
      }
      try refuseUnknown(text, [category], declaration.name)
    }
  }

  /// Refuses a question with such an argument, or with a filter on the name of such a stream.
  ///
  /// - Throws: ``ProjectionError`` with code `badArgument` that names the argument or column.
  public func refuseUnknownStreams(_ query: ViewQuery) throws(ProjectionError) {
    try refuseUnknownStreams(query.arguments, of: try readModels.view(query.view).arguments)
    let categories = readModels.namedCategories
    for filter in query.filters {
      guard case .oneOf(let values) = filter.condition else { continue }
      for case .text(let text) in values {
        try refuseUnknown(text, categories, filter.column)
      }
    }
  }

  private func refuseUnknown(
    _ text: String, _ categories: Set<StreamCategory>, _ field: String
  ) throws(ProjectionError) {
    guard let stream = try? StreamName(validating: text), categories.contains(stream.category)
    else { return }
    let head: Revision?
    do throws(EventLogError) {
      head = try log.head(of: stream)
    } catch {
      throw ProjectionError(error)
    }
    guard head == nil else { return }
    throw ProjectionError(.badArgument, "\(field): there is no \(stream)", field: field)
  }
}

extension ReadModelSet {
  /// The categories whose streams an argument of a measure or a view may name.
  public var namedCategories: Set<StreamCategory> {
    Set((measures.flatMap(\.arguments) + views.flatMap(\.arguments)).compactMap(\.category))
  }
}

extension ArgumentDeclaration {
  /// The category whose streams it names; `nil` where it names none.
  fileprivate var category: StreamCategory? {
    switch form {
    case .stream(let category), .streamOrAll(let category): category
    case .code, nil: nil
    }
  }
}
