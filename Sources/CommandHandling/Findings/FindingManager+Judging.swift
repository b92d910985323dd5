import Deciding
import EventLog
import EventModel

/// What judging facts again has come to so far.
private struct Tally {
  var judged: Set<EventID> = []
  /// Those that could not be judged, which keep the findings that they may break.
  var unjudged: Set<EventID> = []
  /// The findings that a fact calls for.
  var standing: Set<StreamName> = []
  var opening: [StreamName: DecidedEvent] = [:]
  var withdrawing: [StreamName: DecidedEvent] = [:]
  /// The streams of the facts that keep the rule of a finding which may go.
  var grounds: [StreamName: Set<StreamName>] = [:]

  /// Whether a fact's turn came already.
  func hasMet(_ fact: EventID) -> Bool { judged.contains(fact) || unjudged.contains(fact) }
}

extension FindingManager {
  /// Judges facts again on the streams as they stood at a trigger, and hands in what has to be said;
  /// nothing where the task is cancelled before all is judged.
  ///
  /// - Returns: how much was recorded, of this trigger or of earlier ones.
  func judgeAgain(
    _ facts: QuestionedFacts, after trigger: RecordedEvent
  ) async throws(EventLogError) -> Int {
    // Of nearly every event.
    if facts.own.isEmpty, facts.dependants == nil { return 0 }
    var tally = Tally()
    var count = 0
    do throws(CommandError) {
      for fact in facts.own {
        if Task.isCancelled { return count }
        count += try await judge(fact, trigger, into: &tally)
      }
      var links = LinkedStreams(from: trigger.stream)
      var asked = facts.dependants
      while let dependants = asked {
        for position in dependants.positions {
          if Task.isCancelled { return count }
          for fact in try self.facts(at: position, dependants, &links)
          // A fact and its corrections stand each at a place of their own.
          where !tally.hasMet(fact.recorded.event.id) {
            if Task.isCancelled { return count }
            count += try await judge(fact, trigger, into: &tally)
          }
        }
        asked = try linkedDependants(&links, trigger)
      }
    } catch {
      try pass(error, of: trigger)
    }
    return count + (try await handIn(tally, after: trigger))
  }

  private func judge(
    _ fact: RecordedFact, _ trigger: RecordedEvent, into tally: inout Tally
  ) async throws(CommandError) -> Int {
    var count = 0
    let verdicts: [FindingVerdict]
    do throws(CommandError) {
      verdicts = try self.verdicts(on: fact, trigger)
    } catch {
      tally.unjudged.insert(fact.recorded.event.id)
      if case .log = error { throw error }
      tell(error, of: fact.recorded)
      return count
    }
    tally.judged.insert(fact.recorded.event.id)
    // All of them first: what can't be acted on below still says that a rule is broken.
    for verdict in verdicts where verdict.breach != nil {
      tally.standing.insert(verdict.stream)
    }
    for verdict in verdicts {
      do throws(CommandError) {
        // What was handed in for an earlier trigger has to be seen.
        if acts.isWaiting(for: verdict.stream) { count += try await waitForActs() }
        guard let act = try act(verdict, trigger) else { continue }
        if verdict.breach == nil {
          tally.withdrawing[act.stream] = act
          tally.grounds[act.stream, default: []].insert(fact.recorded.stream)
        } else if tally.opening[act.stream] == nil {
          tally.opening[act.stream] = act
        }
      } catch {
        if case .log = error { throw error }
        tell(error, of: fact.recorded)
      }
    }
    return count
  }

  private func handIn(
    _ tally: Tally, after trigger: RecordedEvent
  ) async throws(EventLogError) -> Int {
    var withdrawing = tally.withdrawing
    // One fact that still breaks the rule keeps the finding.
    for stream in tally.standing { withdrawing[stream] = nil }
    // So does one that was not called into question now.
    for finding in withdrawing.keys.sorted()
    where try isBroken(finding, besides: tally, trigger) {
      withdrawing[finding] = nil
    }
    // Then it is not known what has to be said.
    if Task.isCancelled { return 0 }
    var count = 0
    let all = Array(tally.opening.values) + withdrawing.values
    for act in all.sorted(by: { $0.stream < $1.stream }) {
      if acts.isFull { count += try await acts.wait() }
      try acts.handIn(act, after: trigger)
    }
    return count
  }

  /// Tells of a fact that can't be judged, as where the personal store fails: it is judged again with
  /// the next that calls it into question.
  private func tell(_ error: CommandError, of fact: RecordedEvent) {
    if case .rejected(let rejection) = error {
      onProblem(fact, rejection)
    } else {
      onProblem(fact, Rejection(.cannotBeAssessed, error.description))
    }
  }

  /// Throws on what went wrong in the log, and tells of anything else.
  func pass(
    _ error: CommandError, of fact: RecordedEvent
  ) throws(EventLogError) {
    if case .log(let error) = error { throw error }
    tell(error, of: fact)
  }

  /// Whether a fact that is not judged again breaks the rule of a finding, on the streams as they
  /// stood at the trigger: one of its subjects' streams, or of the grounds'.
  ///
  /// What can't be judged is told once, and keeps the finding.
  private func isBroken(
    _ finding: StreamName, besides tally: Tally, _ trigger: RecordedEvent
  ) throws(EventLogError) -> Bool {
    var fact = trigger
    do throws(CommandError) {
      let subjects = try subjects(of: finding, trigger)
      for stream in (tally.grounds[finding] ?? []).union(subjects).sorted() {
        for event in try streams.history(of: stream).effective
        where judge.isJudged(event.type) && !tally.judged.contains(event.id) {
          if Task.isCancelled || tally.unjudged.contains(event.id) { return true }
          fact = event.original
          let verdicts = try verdicts(on: RecordedFact(event.original, event), trigger)
          if verdicts.contains(where: { $0.stream == finding && $0.breach != nil }) { return true }
        }
      }
      return false
    } catch {
      try pass(error, of: fact)
      return true
    }
  }

  private func subjects(
    of finding: StreamName, _ trigger: RecordedEvent
  ) throws(CommandError) -> [StreamName] {
    let history = try history(ofFinding: finding, at: trigger)
    do throws(Rejection) {
      return try judge.subjects(of: history)
    } catch {
      throw .rejected(error)
    }
  }

  func waitForActs() async throws(CommandError) -> Int {
    do throws(EventLogError) {
      return try await acts.wait()
    } catch {
      throw .log(error)
    }
  }

  /// What the rules say of a fact, on the streams as they stood at the trigger.
  private func verdicts(
    on fact: RecordedFact, _ trigger: RecordedEvent
  ) throws(CommandError) -> [FindingVerdict] {
    var context = DecisionContext(
      now: trigger.recordedAt, zone: log.identity.zone,
      occurred: fact.effective?.occurred ?? fact.recorded.event.occurred, actor: .findingManager,
      standing: fact.effective?.standing ?? fact.recorded.event.standing,
      source: Source(channel: trigger.event.source.channel))
    let own = fact.recorded.stream
    context.histories[own] = try streams.history(of: own)
    for _ in 0...DecidingLimits.mostRounds {
      let round: JudgingRound
      do throws(Rejection) {
        round = try judge.judge(fact, context)
      } catch {
        throw .rejected(error)
      }
      switch round {
      case .judged(let verdicts): return verdicts
      case .needs(let readings):
        for reading in readings {
          switch reading {
          case .stream(let stream) where !context.isLoaded(stream):
            context.histories[stream] = try streams.history(of: stream)
          case .personal(let part) where context.personal[part] == nil:
            context.personal[part] = try committed.personalPart(part)
          default: continue
          }
        }
      }
    }
    throw .rejected(
      Rejection(
        .cannotBeAssessed, "judging asks for more after \(DecidingLimits.mostRounds) rounds"))
  }

  /// What has to be recorded for a finding to say what a rule says.
  private func act(
    _ verdict: FindingVerdict, _ trigger: RecordedEvent
  ) throws(CommandError) -> DecidedEvent? {
    let history = try history(ofFinding: verdict.stream, at: trigger)
    do throws(Rejection) {
      return try judge.act(verdict, after: history)
    } catch {
      throw .rejected(error)
    }
  }

  /// A finding as it stood at a trigger, with what earlier triggers had made of it by then.
  ///
  /// What this manager adds comes later in the log than triggers it has not looked at yet. To give
  /// the same answer whenever it runs, it counts its own events as standing at their triggers.
  private func history(
    ofFinding stream: StreamName, at trigger: RecordedEvent
  ) throws(CommandError) -> StreamHistory {
    let whole = try committed.history(of: stream)
    guard let last = whole.recorded.last, last.position >= trigger.appendEnd else { return whole }
    var known: [RecordedEvent] = []
    for event in whole.recorded {
      if event.position < trigger.appendEnd {
        known.append(event)
      } else if let position = try triggerPosition(of: event), position < trigger.position {
        known.append(event)
      }
    }
    if known.count == whole.recorded.count { return whole }
    return StreamHistory(stream: stream, recorded: known, zone: log.identity.zone)
  }

  /// Where the trigger of an event of this manager's stands; `nil` for any other event.
  func triggerPosition(of event: RecordedEvent) throws(CommandError) -> Position? {
    guard event.event.actor == .findingManager, let trigger = event.event.decidedOn.first else {
      return nil
    }
    return try inLogAsCommand { () throws(EventLogError) in
      try log.read(
        stream: trigger.stream, from: trigger.revision, direction: .forwards, before: nil, limit: 1
      ).first?.position
    }
  }
}
