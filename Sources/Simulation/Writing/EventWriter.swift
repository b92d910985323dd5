internal import EventLog
internal import EventModel

/// Turns planned events into appends; the same for the same seed and scale.
struct EventWriter: Sendable {
  let city: City
  /// What stands before the number in the text whose digest is the command's.
  let command: String
  private let actor = Actor(user: "simulation", role: "clerk", assurance: .local)
  private let source = Source(channel: .simulation, evidence: .synthetic)

  init(city: City, command: String) {
    self.city = city
    self.command = command
  }

  /// The append of a batch, its events stream by stream.
  func append(_ batch: Batch) -> Append {
    let digest = Digest(sha256Of: "\(command) append \(batch.number)")
    let commandID = CommandID(prefixOf: digest.bytes)
    let names = batch.streams.map { city.name($0) }
    var streams = [[EncodedEvent]](repeating: [], count: names.count)
    var heads = batch.heads[...]
    for (planned, place) in zip(batch.events, batch.places.lazy.map(Int.init)) {
      let event = event(planned, in: names[place], &heads)
      do throws(EventModelError) {
        streams[place].append(
          try EncodedEvent(
            event, stream: names[place], commandID: commandID, commandDigest: digest))
      } catch {
        preconditionFailure("a simulated event is far below a record's bound: \(error)")
      }
    }
    do throws(EventLogError) {
      return try Append(
        zip(names, streams).map { Append.Entry(stream: $0, expected: .any, events: $1) },
        commandID: commandID, commandDigest: digest)
    } catch {
      preconditionFailure("an append names each stream once: \(error)")
    }
  }

  /// An event in its envelope, as the command handler makes it.
  private func event(
    _ planned: PlannedEvent, in stream: StreamName, _ heads: inout ArraySlice<UInt16>
  ) -> ProposedEvent {
    var event = ProposedEvent(
      type: planned.fact.type, id: id(planned, isCorrection: planned.isCorrection),
      standing: planned.fact.standing, actor: actor, source: source,
      occurred: Moment(.day(CivilDate(dayNumber: planned.day))), payload: city.payload(planned))
    event.rulesetVersion = city.rulesetVersion
    if planned.isCorrection { event.corrects = id(planned, isCorrection: false) }
    let naming = city.naming(planned)
    var about: [About] = []
    about.reserveCapacity(naming.before.count + naming.after.count + 1)
    var read: [DecidedOn] = []
    read.reserveCapacity(naming.readCount)
    for named in naming.before {
      about.append(About(role: named.role, stream: city.name(named.stream)))
      read.append(reading(about[about.count - 1].stream, &heads))
    }
    if naming.hasTarget {
      about.append(About(role: stream.category.text, stream: stream))
    }
    for named in naming.after {
      about.append(About(role: named.role, stream: city.name(named.stream)))
      read.append(reading(about[about.count - 1].stream, &heads))
    }
    for key in naming.read { read.append(reading(city.name(key), &heads)) }
    event.about = about
    event.decidedOn = read.sorted { $0.stream < $1.stream }
    return event
  }

  private func reading(_ stream: StreamName, _ heads: inout ArraySlice<UInt16>) -> DecidedOn {
    let count = heads.removeFirst()
    return DecidedOn(stream: stream, revision: count == 0 ? nil : Revision(UInt64(count) - 1))
  }

  /// Ids come from what happens, not from the append it is in, so that a correction can name its
  /// original without a table.
  private func id(_ planned: PlannedEvent, isCorrection: Bool) -> EventID {
    let number =
      planned.index << 17 | Int(planned.fact.rawValue) << 9 | Int(planned.ordinal) << 1
      | (isCorrection ? 1 : 0)
    var dice = Dice(city.seed, .identifier, number)
    return EventID(high: dice.next(), low: dice.next())
  }
}
