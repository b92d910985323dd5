public import Deciding
public import EventModel

/// Which codes there are, what they mean, from when until when.
public struct CodeList: TabledAggregate {
  /// What a code means for a time.
  public struct Entry: Hashable, Sendable {
    /// The code.
    public let code: String
    /// Its name in Chinese.
    public let nameZh: String?
    /// Its name in English.
    public let nameEn: String?
    /// The code above it.
    public let parent: String?
    /// Its first day; `nil` for ever since.
    public let validFrom: CivilDate?
    /// Its last day; `nil` for as long as nobody ends it.
    public internal(set) var validTo: CivilDate?
    /// The code that takes its place.
    public internal(set) var successor: String?

    /// Whether it holds on a day.
    func isValid(on day: CivilDate) -> Bool {
      if let validFrom, day < validFrom { return false }
      if let validTo, day > validTo { return false }
      return true
    }
  }

  /// A state of the list that has a name.
  public struct Version: Hashable, Sendable {
    /// Its name, as "2023".
    public let name: String
    /// Whether every code of the list is in it.
    public let isComplete: Bool
    /// When it was published.
    public let published: Moment
  }

  /// What each code means, the earliest time first.
  public internal(set) var entries: [String: [Entry]] = [:]
  /// The versions, in order.
  public internal(set) var versions: [Version] = []

  /// Whether it can be asked: a list is in use from its first version on.
  public var isInUse: Bool { !versions.isEmpty }
  /// Whether a code that it lacks is none.
  public var isComplete: Bool { versions.last?.isComplete ?? false }

  /// What a code means on a day.
  public func entry(_ code: String, on day: CivilDate) -> Entry? {
    entries[code]?.first { $0.isValid(on: day) }
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Self?, _ payload: Event, _ event: EffectiveEvent) {
    // In place: a copy of a list of thousands of entries for each event would be quadratic.
    if state == nil { state = CodeList() }
    switch payload {
    case .entryAdded(let fact): state?.add(Entry(fact))
    case .entryEnded(let fact): state?.end(fact)
    case .versionPublished(let fact):
      state?.versions.append(
        Version(name: fact.version, isComplete: fact.complete, published: event.occurred))
    }
  }

  mutating func add(_ entry: Entry) {
    var all = entries[entry.code] ?? []
    let place = all.firstIndex { $0.begins(after: entry) } ?? all.endIndex
    all.insert(entry, at: place)
    entries[entry.code] = all
  }

  private mutating func end(_ fact: PBCodeListEntryEnded) {
    guard var all = entries[fact.code], let last = CivilDate(field: fact.validTo),
      let index = all.lastIndex(where: { $0.validFrom.map { $0 <= last } ?? true })
    else { return }
    all[index].validTo = last
    if fact.hasSuccessor { all[index].successor = fact.successor }
    entries[fact.code] = all
  }
}

extension CodeList.Entry {
  init(_ fact: PBCodeListEntryAdded) {
    self.init(
      code: fact.code, nameZh: fact.hasNameZh ? fact.nameZh : nil,
      nameEn: fact.hasNameEn ? fact.nameEn : nil, parent: fact.hasParent ? fact.parent : nil,
      validFrom: CivilDate(field: fact.validFrom), validTo: CivilDate(field: fact.validTo),
      successor: fact.hasSuccessor ? fact.successor : nil)
  }

  fileprivate func begins(after other: Self) -> Bool {
    guard let from = validFrom else { return false }
    return other.validFrom.map { from > $0 } ?? true
  }

  /// Whether both say the same but for the end.
  func isTheSame(as other: Self) -> Bool {
    var copy = other
    copy.validTo = validTo
    copy.successor = successor
    return copy == self
  }

  /// Whether both hold on one day.
  func overlaps(_ other: Self) -> Bool {
    if let last = validTo, let first = other.validFrom, last < first { return false }
    if let last = other.validTo, let first = validFrom, last < first { return false }
    return true
  }
}
