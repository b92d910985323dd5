public import Deciding
public import EventModel

/// What was asked of employers, graduates or schools, and what was learnt from it.
public struct Survey: LifeCycle {
  /// Where a survey stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// Its questions are written.
    case designed
    /// It takes responses.
    case open
    /// It takes none any more.
    case closed
    /// Its results are shown.
    case published
  }

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// Title, subject, organiser, respondents and questions.
  public internal(set) var design: PBSurveyDesigned
  /// When it began to take responses.
  public internal(set) var opened: Moment?
  /// When it ceased to.
  public internal(set) var closed: Moment?
  /// What was published last.
  public internal(set) var results: PBSurveyPublished?
  /// How often somebody said more than was asked.
  public internal(set) var feedbackCount = 0
  /// What is to be done better.
  public internal(set) var improvements: [PBSurveyImprovementDecided] = []

  /// The question with that key.
  public func question(_ key: String) -> PBSurveyQuestion? {
    design.questions.first { $0.key == key }
  }
}

extension Survey {
  /// The steps of a survey's life after its design.
  enum Step {
    static let open = Transition<Survey>(from: [.designed], to: .open, "opening")
    static let close = Transition<Survey>(from: [.open], to: .closed, "closing")
    static let publish = Transition<Survey>(
      from: [.closed, .published], to: .published, "publishing")
    static let hear = Transition<Survey>(from: [.open, .closed, .published], "feedback")
    static let improve = Transition<Survey>(from: [.closed, .published], "an improvement")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Survey?, _ payload: Event, _ event: EffectiveEvent) {
    if case .designed(let design) = payload, state == nil {
      state = Survey(phase: .designed, design: design)
    } else {
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .designed: passOver(event)
    case .opened:
      opened = takeOnce(Step.open, event, at: opened)
    case .closed:
      closed = takeOnce(Step.close, event, at: closed)
    case .published(let results):
      take(Step.publish, event)
      self.results = results
    case .feedbackReceived:
      take(Step.hear, event)
      feedbackCount += 1
    case .improvementDecided(let improvement):
      take(Step.improve, event)
      improvements.append(improvement)
    }
  }
}
