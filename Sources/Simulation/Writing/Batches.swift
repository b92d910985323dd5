/// A part of the plan that becomes one append.
struct Batch: Sendable {
  /// Which it is, from 0.
  let number: Int
  /// Its events, in the order of the plan.
  var events: [PlannedEvent] = []
  /// The streams that they stand in, in the order of first use.
  var streams: [StreamKey] = []
  /// Each event's stream, as a place among ``streams``.
  var places: [UInt16] = []
  /// The heads of the streams that each event reads, in the order of its naming; see ``Ledger``.
  var heads: [UInt16] = []
  /// How many of the events come after one of their stream that happened later.
  var outOfOrder = 0
}

/// Cuts the plan into batches.
///
/// What follows from a fact stays with it. An append holds its events stream by stream, so a stream
/// that reads another one must come after it: where it came before, a new batch begins.
struct Batches {
  private let days: [[PlannedEvent]]
  private let city: City
  private var ledger: Ledger
  private var day = 0
  private var place = 0
  private var number = 0
  /// Where the batch has each stream.
  private var places: [StreamKey: Int] = [:]
  /// What the events that are looked at name; kept for its memory.
  private var namings: [Naming] = []

  init(_ days: [[PlannedEvent]], _ city: City) {
    self.days = days
    self.city = city
    ledger = Ledger(city)
  }

  mutating func next() -> Batch? {
    var batch = Batch(number: number)
    batch.events.reserveCapacity(Simulation.eventsPerAppend + 8)
    places.removeAll(keepingCapacity: true)
    while let events = group() {
      guard batch.events.isEmpty || batch.events.count < Simulation.eventsPerAppend else { break }
      namings.removeAll(keepingCapacity: true)
      for event in events { namings.append(city.naming(event)) }
      let known = batch.streams.count
      if !add(events, to: &batch) {
        for stream in batch.streams[known...] { places[stream] = nil }
        batch.streams.removeSubrange(known...)
        break
      }
      batch.events += events
      for (event, naming) in zip(events, namings) {
        ledger.add(event, naming, to: &batch, of: city)
        batch.places.append(UInt16(places[city.stream(event)] ?? 0))
      }
      place += events.count
    }
    number += 1
    return batch.events.isEmpty ? nil : batch
  }

  /// The next event, with all that is joined to it.
  private mutating func group() -> ArraySlice<PlannedEvent>? {
    while day < days.count, place >= days[day].count {
      day += 1
      place = 0
    }
    guard day < days.count else { return nil }
    let events = days[day]
    var end = place + 1
    while end < events.count, events[end].isJoined { end += 1 }
    return events[place..<end]
  }

  /// Gives the events' streams their places.
  ///
  /// - Returns: whether none of them reads what the append would have after it.
  private mutating func add(
    _ events: ArraySlice<PlannedEvent>, to batch: inout Batch
  ) -> Bool {
    for (event, naming) in zip(events, namings) {
      let own = city.stream(event)
      if let place = places[own] {
        if naming.reads(where: { places[$0] ?? 0 > place }) { return false }
      } else {
        places[own] = batch.streams.count
        batch.streams.append(own)
      }
    }
    return true
  }
}
