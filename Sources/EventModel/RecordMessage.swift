internal import FoundationEssentials
internal import SwiftProtobuf

// Between the nouns and the generated message of `Schemas/concord/v1/event.proto`.

extension PBRecordedEvent {
  init(_ event: ProposedEvent) {
    type = event.type.text
    schemaVersion = Int32(event.schemaVersion)
    eventID = event.id.data
    if let causation = event.causation { causationID = causation.data }
    if let correlation = event.correlation { correlationID = correlation.data }
    if let original = event.corrects { corrects = original.data }
    if let original = event.voids { voids = original.data }
    standing = event.standing == .decided ? .decided : .reported
    actor = PBActor(event.actor)
    source = PBSource(event.source)
    occurred = PBMoment(event.occurred)
    if let moment = event.effectiveFrom { effectiveFrom = PBMoment(moment) }
    if let moment = event.effectiveTo { effectiveTo = PBMoment(moment) }
    if let version = event.rulesetVersion { rulesetVersion = Int32(version) }
    about = event.about.map { about in
      .with {
        $0.role = about.role
        $0.id = about.stream.text
      }
    }
    decidedOn = event.decidedOn.map { reading in
      .with {
        $0.stream = reading.stream.text
        if let revision = reading.revision { $0.revision = revision.number }
      }
    }
    personal = event.personal.map { part in
      .with {
        $0.subject = part.subject.text
        $0.part = part.part
        $0.algorithm = .aes256Gcm
        $0.commitment = part.commitment.data
      }
    }
    payload = Data(event.payload)
  }
}

extension PBActor {
  init(_ actor: Actor) {
    if let organisation = actor.organisation { org = organisation.text }
    user = actor.user
    role = actor.role
    if let other = actor.onBehalfOf { onBehalfOf = other }
    assurance = PBAssurance(rawValue: actor.assurance.rawValue) ?? .unspecified
  }
}

extension PBSource {
  init(_ source: Source) {
    channel = PBChannel(rawValue: source.channel.rawValue) ?? .unspecified
    if let evidence = source.evidence {
      self.evidence = PBEvidence(rawValue: evidence.rawValue) ?? .unspecified
    }
    if let document = source.document { self.document = document }
    if let sha256 = source.sha256 { self.sha256 = sha256.data }
    if let day = source.publishedOn { publishedOn = day.description }
  }
}

extension PBMoment {
  init(_ moment: Moment) {
    switch moment.value {
    case .year(let year):
      precision = .year
      self.year = Int32(year)
    case .month(let year, let month):
      precision = .month
      self.year = Int32(year)
      self.month = Int32(month)
    case .day(let date):
      precision = .day
      year = Int32(date.year)
      month = Int32(date.month)
      day = Int32(date.day)
    case .instant(let microseconds, let offset):
      precision = .instant
      instant = microseconds
      utcOffsetMinutes = Int32(offset)
    }
    if moment.notLaterThan { notLaterThan = true }
  }
}

extension Identifier16 {
  var data: Data { Data(bytes) }

  init(_ data: Data, _ field: String) throws(EventModelError) {
    guard data.count == 16 else {
      throw EventModelError(.record, "\(field) has 16 bytes, not \(data.count)")
    }
    self.init(prefixOf: data)
  }
}

extension Digest {
  var data: Data { Data(bytes) }
}
