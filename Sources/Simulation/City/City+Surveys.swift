internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Ten surveys with twenty thousand responses each, every response under a token of its own.

extension City {
  mutating func planSurveys() {
    for index in 0..<size.surveys {
      var dice = Dice(seed, .survey, -1 - index)
      let opened = SchoolYear.first + 20 + dice.below(250)
      surveyDays.append(Int16(opened))
      var life = Life(index)
      life.step(.surveyDesigned, opened - 20, in: &schedule)
      life.step(.surveyOpened, opened, in: &schedule)
      for number in 0..<4 {
        life.note(.feedbackReceived, opened + 3 + 7 * number, ordinal: number, &dice, in: &schedule)
      }
      life.step(.surveyClosed, opened + City.surveyWindow, in: &schedule)
      life.step(.surveyPublished, opened + City.surveyWindow + 30, in: &schedule)
      for number in 0..<3 {
        let day = opened + City.surveyWindow + 60 + number
        life.step(.improvementDecided, day, number, in: &schedule)
      }
    }
    for index in 0..<size.surveyResponses {
      var dice = Dice(seed, .survey, index)
      let opened = Int(surveyDays[survey(ofResponse: index)])
      let life = Life(index, after: opened)
      life.note(
        .responseReceived, opened + dice.below(City.surveyWindow), &dice, in: &schedule)
    }
  }

  /// How many days a survey takes responses.
  private static let surveyWindow = 30

  /// The survey to which a response belongs.
  func survey(ofResponse index: Int) -> Int { index % size.surveys }

  func surveyNaming(_ event: PlannedEvent) -> Naming {
    switch event.fact {
    case .surveyDesigned:
      Naming(after: [Named("organiser", .organisation, size.firstGovernmentBody)])
    case .responseReceived:
      Naming(after: [Named("survey", .survey, survey(ofResponse: event.index))])
    case .feedbackReceived:
      Naming(after: [Named("source", .organisation, Int(event.ordinal) % size.enterprises)])
    case .improvementDecided:
      Naming(after: [Named("school", .organisation, improvingSchool(event))])
    default: Naming()
    }
  }

  private func improvingSchool(_ event: PlannedEvent) -> Int {
    size.firstSchool + (event.index + Int(event.ordinal)) % size.schools
  }

  func surveyPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    switch event.fact {
    case .surveyDesigned: return encoded(design(index))
    case .surveyOpened, .surveyClosed: return encoded(PBSurveyStep())
    case .responseReceived: return encoded(response(index))
    case .feedbackReceived:
      return encoded(
        PBSurveyFeedbackReceived.with {
          $0.organisation = organisation(Int(event.ordinal) % size.enterprises)
          $0.role = .employerRespondent
          $0.topic = City.topics[Int(event.ordinal) % City.topics.count]
          $0.summary = "Longer internships would help more."
        })
    case .surveyPublished: return encoded(results(index))
    default:
      return encoded(
        PBSurveyImprovementDecided.with {
          $0.school = organisation(improvingSchool(event))
          $0.change = "More hours at the machine"
        })
    }
  }

  private static let roles: [PBRespondentRole] = [
    .studentRespondent, .graduateRespondent, .employerRespondent,
  ]
  private static let questions = ["q1", "q2"]
  private static let choices = ["yes", "no", "unsure"]

  private func design(_ index: Int) -> PBSurveyDesigned {
    PBSurveyDesigned.with {
      $0.title = "Survey \(index)"
      $0.subject = index % 2 == 0 ? .satisfaction : .employmentSituation
      $0.organiser = organisation(size.firstGovernmentBody)
      $0.respondents = City.roles
      $0.questions =
        City.questions.map { key in
          .with {
            $0.key = key
            $0.text = "How do you judge it?"
            $0.scaleMin = 1
            $0.scaleMax = 5
          }
        } + [
          .with {
            $0.key = "q3"
            $0.text = "Would you do it again?"
            $0.choices = City.choices
          }
        ]
    }
  }

  private func response(_ index: Int) -> PBSurveyResponseReceived {
    var dice = Dice(seed, .payload, index)
    let values = City.questions.map { _ in Int32(1 + dice.choose([5, 10, 25, 40, 20])) }
    let choice = City.choices[dice.choose([60, 15, 25])]
    return PBSurveyResponseReceived.with {
      $0.survey = text(StreamKey(.survey, survey(ofResponse: index)))
      $0.role = City.roles[dice.choose([50, 35, 15])]
      $0.answers =
        zip(City.questions, values).map { question, value in
          .with {
            $0.question = question
            $0.value = value
          }
        } + [
          .with {
            $0.question = "q3"
            $0.choice = choice
          }
        ]
    }
  }

  private func results(_ index: Int) -> PBSurveyPublished {
    let count = Int32((size.surveyResponses - index + size.surveys - 1) / size.surveys)
    return PBSurveyPublished.with {
      $0.responseCount = count
      $0.cells = City.questions.map { question in
        .with {
          $0.question = question
          $0.respondentCount = count
          $0.meanHundredths = 360
        }
      }
    }
  }
}
