public import EventModel

extension JSONText {
  /// Writes a recorded event as people and programs read it: the same for HTTP and `replay`.
  ///
  /// - Parameter payload: the payload's own JSON; `nil` when its type is unknown here, then its
  ///   bytes are given in hex.
  public mutating func event(_ recorded: RecordedEvent, payload: String?) {
    object { json in
      let event = recorded.event
      json.field("position", Int64(recorded.position.number))
      json.field("type", event.type.text)
      json.field("schemaVersion", Int64(event.schemaVersion))
      json.field("stream", recorded.stream.text)
      json.field("revision", Int64(recorded.revision.number))
      json.field("id", event.id.description)
      json.field("occurred", event.occurred.description)
      json.field("recordedAt", recorded.recordedAt.description)
      json.field("effectiveFrom", event.effectiveFrom?.description)
      json.field("effectiveTo", event.effectiveTo?.description)
      json.field("standing", event.standing == .decided ? "DECIDED" : "REPORTED")
      json.field("corrects", event.corrects?.description)
      json.field("voids", event.voids?.description)
      json.field("commandId", recorded.commandID.description)
      json.field("causationId", event.causation?.description)
      json.field("correlationId", event.correlation?.description)
      json.name("actor")
      json.actor(event.actor)
      json.name("source")
      json.source(event.source)
      json.field("rulesetVersion", event.rulesetVersion.map(Int64.init))
      json.references(event)
      json.field("appendIndex", Int64(recorded.appendIndex))
      json.field("appendCount", Int64(recorded.appendCount))
      if let payload {
        json.name("payload")
        json.raw(payload)
      } else {
        json.field("payloadBytes", hexText(event.payload))
      }
    }
  }

  private mutating func actor(_ actor: Actor) {
    object { json in
      json.field("organisation", actor.organisation?.text)
      json.field("user", actor.user)
      json.field("role", actor.role)
      json.field("onBehalfOf", actor.onBehalfOf)
      json.field("assurance", String(describing: actor.assurance).uppercased())
    }
  }

  private mutating func source(_ source: Source) {
    object { json in
      json.field("channel", String(describing: source.channel).uppercased())
      json.field("evidence", source.evidence.map { String(describing: $0).uppercased() })
      json.field("document", source.document)
      json.field("sha256", source.sha256?.description)
      json.field("publishedOn", source.publishedOn?.description)
    }
  }

  private mutating func references(_ event: ProposedEvent) {
    if !event.about.isEmpty {
      name("about")
      list { json in
        for about in event.about {
          json.object {
            $0.field("role", about.role)
            $0.field("id", about.stream.text)
          }
        }
      }
    }
    if !event.decidedOn.isEmpty {
      name("decidedOn")
      list { json in
        for reading in event.decidedOn {
          json.object {
            $0.field("stream", reading.stream.text)
            $0.field("revision", reading.revision.map { Int64($0.number) })
          }
        }
      }
    }
    if !event.personal.isEmpty {
      name("personal")
      list { json in
        for part in event.personal {
          json.object {
            $0.field("subject", part.subject.text)
            $0.field("part", part.part)
            $0.field("commitment", part.commitment.description)
          }
        }
      }
    }
  }
}
