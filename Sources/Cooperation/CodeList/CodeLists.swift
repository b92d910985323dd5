public import EventModel

/// The lists that codes of facts are looked up in.
public enum CodeListName: String, Hashable, Sendable, CaseIterable {
  /// GB/T 2260.
  case regions
  /// GB/T 4754.
  case industries
  /// The catalogues of majors.
  case majors
  /// The first two digits of a school's code.
  case schoolTypes = "school-types"
  /// What cooperation is about.
  case cooperationTopics = "cooperation-topics"
  /// In which form it is done.
  case cooperationForms = "cooperation-forms"
  /// Where graduates go.
  case destinationCategories = "destination-categories"
  /// Groups that are to be helped.
  case keyGroups = "key-groups"
  /// What matchmaking is for, as those who hold it name it; an industry of GB/T 4754 stands in its own.
  case keyIndustries = "key-industries"
  /// The state's classes of occupations, as 6-18-02-04.
  case occupations

  /// The stream of the list.
  public var stream: StreamName {
    guard let stream = Self.streams[self] else { preconditionFailure("every list has a stream") }
    return stream
  }

  // Made once: commands with codes ask for them each time.
  private static let streams: [CodeListName: StreamName] = Dictionary(
    uniqueKeysWithValues: allCases.map { list in
      guard let stream = try? CodeList.category.stream(list.rawValue) else {
        preconditionFailure("\(list.rawValue) fits no stream name")
      }
      return (list, stream)
    })

  /// The code at the top of the tree in which a code stands: a province, a section, a category.
  ///
  /// Of a list without a tree it is the code itself.
  public func top(of code: String) -> String {
    switch self {
    case .regions: code.prefix(2) + "0000"
    case .industries, .occupations: String(code.prefix(1))
    case .majors, .destinationCategories: String(code.prefix(2))
    case .schoolTypes, .cooperationTopics, .cooperationForms, .keyGroups, .keyIndustries: code
    }
  }
}

/// What codes mean, by day: a pure look-up in the lists that a log holds, else in those that Concord
/// brings.
public struct CodeLists: Sendable {
  private let lists: [CodeListName: CodeList]

  /// The lists of a log; one that is missing or not in use yet is taken from those that Concord
  /// brings.
  public init(_ lists: [CodeListName: CodeList] = [:]) {
    self.lists = lists.filter { $0.value.isInUse }
  }

  /// A list.
  public func list(_ name: CodeListName) -> CodeList { lists[name] ?? ShippedCodeLists.list(name) }

  /// Whether a code that the list lacks is none.
  public func isComplete(_ name: CodeListName) -> Bool {
    lists[name]?.isComplete ?? ShippedCodeLists.complete.contains(name)
  }

  /// What a code means on a day; `nil` when it means nothing then.
  public func entry(_ code: String, in name: CodeListName, on day: CivilDate) -> CodeList.Entry? {
    list(name).entry(code, on: day)
  }

  /// Whether a code may be used on a day.
  ///
  /// Of a list that is not complete only the top is decisive: that a county is missing says nothing,
  /// that there is no such province does.
  public func isKnown(_ code: String, in name: CodeListName, on day: CivilDate) -> Bool {
    if entry(code, in: name, on: day) != nil { return true }
    guard !isComplete(name) else { return false }
    // A code that the list knows at another time is none now.
    if list(name).entries[code] != nil { return false }
    return entry(name.top(of: code), in: name, on: day) != nil
  }

  /// Whether any code of a list begins with these digits on a day.
  ///
  /// - Complexity: O(codes of the list)
  func hasCode(beginningWith prefix: String, in name: CodeListName, on day: CivilDate) -> Bool {
    let list = list(name)
    return list.entries.keys.contains { $0.hasPrefix(prefix) && list.entry($0, on: day) != nil }
  }

  /// The code that means on one day what another meant on an earlier one.
  ///
  /// Follows successors, as from a county to the district that it was merged into.
  /// - Returns: the code itself while it holds; `nil` when it ended without successor.
  public func mapped(_ code: String, in name: CodeListName, to day: CivilDate) -> String? {
    let list = list(name)
    var code = code
    var seen: Set<String> = []
    while seen.insert(code).inserted {
      if list.entry(code, on: day) != nil { return code }
      guard let next = list.entries[code]?.last(where: { $0.successor != nil })?.successor else {
        return nil
      }
      code = next
    }
    return nil
  }
}
