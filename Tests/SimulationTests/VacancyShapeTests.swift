import Cooperation
import EventModel
import Simulation
import SwiftProtobuf
import Testing

@Suite struct `The vacancies of a simulated city` {
  /// What is known of one vacancy.
  private struct Market {
    var places = 0
    var applied: [CivilDate] = []
    var recommended: [CivilDate] = []
    var accepted: [CivilDate] = []
    var filled: Int?

    /// The last day on which somebody may apply, as far as places go.
    var lastDay: CivilDate? { accepted.count < places ? nil : accepted.max() }
  }

  private static func markets(_ events: [RecordedEvent]) throws -> [String: Market] {
    var markets: [String: Market] = [:]
    var applications: [StreamName: String] = [:]
    for recorded in events where recorded.event.corrects == nil {
      let payload = recorded.event.payload
      let day = recorded.event.occurred.lastDay(in: .shanghai)
      switch recorded.event.type {
      case PBVacancyDrafted.eventType:
        let drafted = try PBVacancyDrafted(serializedBytes: payload)
        markets[recorded.stream.text, default: Market()].places = Int(drafted.terms.headcount)
      case PBVacancyPublished.eventType:
        let published = try PBVacancyPublished(serializedBytes: payload)
        if published.hasTerms {
          markets[recorded.stream.text, default: Market()].places = Int(published.terms.headcount)
        }
      case PBVacancyFilled.eventType:
        let filled = try PBVacancyFilled(serializedBytes: payload)
        markets[recorded.stream.text, default: Market()].filled = Int(filled.filled)
      case PBApplicationSubmitted.eventType:
        let vacancy = try PBApplicationSubmitted(serializedBytes: payload).vacancy
        applications[recorded.stream] = vacancy
        markets[vacancy, default: Market()].applied.append(day)
      case PBAssistanceJobRecommended.eventType:
        let vacancy = try PBAssistanceJobRecommended(serializedBytes: payload).vacancy
        markets[vacancy, default: Market()].recommended.append(day)
      case EventType("application.offer-accepted"):
        let vacancy = try #require(applications[recorded.stream])
        markets[vacancy, default: Market()].accepted.append(day)
      default: break
      }
    }
    return markets
  }

  @Test(arguments: [7, 11]) func `are applied to and recommended until their last place is taken`(
    seed: UInt64
  ) async throws {
    let log = try await simulated(seed: seed, perTenThousand: 100).log
    let markets = try Self.markets(events(of: log))

    var full = 0
    for (vacancy, market) in markets {
      #expect(market.accepted.count <= market.places, "\(vacancy)")
      if let filled = market.filled {
        #expect(filled == max(1, market.accepted.count), "\(vacancy)")
      }
      guard let last = market.lastDay else { continue }
      full += 1
      #expect(market.applied.allSatisfy { $0 <= last }, "\(vacancy) is full on \(last)")
      #expect(market.recommended.allSatisfy { $0 <= last }, "\(vacancy) is full on \(last)")
    }
    #expect(full > markets.count / 20, "\(full) of \(markets.count)")
  }
}
