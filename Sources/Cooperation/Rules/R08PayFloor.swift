internal import Deciding
internal import EventModel

extension Rule {
  /// R08, the floor: four fifths of the same post's wage, or the wage of the lowest grade.
  static let payFloor = Rule(
    number: "R08-FLOOR",
    sentence: "An intern who works fairly independently gets at least 80 % of the wage of the same "
      + "post, or the wage of the lowest grade.",
    source: "Internship regulations (2021), Art. 18", isVerified: true,
    scope: .postInternships2021, whenDecided: .finding(.advisory),
    whenReported: .finding(.advisory))

  /// R08, the floor until the end of 2021, which many pages still quote.
  static let payFloor2016 = Rule(
    number: "R08-FLOOR-2016",
    sentence:
      "An intern who works fairly independently gets at least 80 % of the wage on probation.",
    source: "Internship regulations (2016); the text was not read; \(unreadDay)", isVerified: false,
    scope: .postInternships2016Only, whenDecided: .finding(.advisory),
    whenReported: .finding(.advisory))
}

/// Judges an intern's pay by the wages of the post.
enum PayFloor {
  /// What both texts say of a pay.
  ///
  /// - Parameters:
  ///   - pay: fen a month; `nil` when it is not known: then there is nothing to judge.
  ///   - terms: the post's wages, and whether its interns work fairly independently.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, pay: Int64?, at terms: PBHostPostTerms
  ) -> [Judgement] {
    [
      judgement(.payFloor, stream, facts, pay, terms) {
        // Either is enough, so the lower one is the floor.
        [fourFifths(terms.samePostWageFen), terms.lowestGradeWageFen].filter { $0 > 0 }.min()
      },
      judgement(.payFloor2016, stream, facts, pay, terms) {
        terms.probationWageFen > 0 ? fourFifths(terms.probationWageFen) : nil
      },
    ]
  }

  private static func judgement(
    _ rule: Rule, _ stream: StreamName, _ facts: InternshipFacts, _ pay: Int64?,
    _ terms: PBHostPostTerms, _ floor: () -> Int64?
  ) -> Judgement {
    let verdict = facts.verdict(rule) {
      // Nothing is promised to those who are known to work under guidance.
      guard let pay, !terms.hasIndependentWork || terms.independentWork else { return .kept }
      guard let floor = floor() else {
        return .notAssessable("the wages of the post are not recorded")
      }
      guard pay < floor else { return .kept }
      return terms.hasIndependentWork
        ? .broken("the pay is \(pay) fen a month; the floor is \(floor) fen")
        : .notAssessable(
          "the pay is below the floor, and whether the work is independent is not known")
    }
    return Judgement(rule, subjects: [stream], verdict)
  }

  // Rounded up: a floor that is not a whole fen is not reached by the fen below it.
  private static func fourFifths(_ wage: Int64) -> Int64 { (wage * 4 + 4) / 5 }
}
