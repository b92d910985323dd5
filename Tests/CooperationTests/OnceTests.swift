import Cooperation
import Deciding
import Testing

@Suite struct `A set in a command` {
  @Test(
    arguments: [
      (
        #""assessImpact":{"record":"privacy.record-a","details":{"purpose":"statistics","risk":"LOW","kinds":["STUDY","STUDY"]}}"#,
        "assessImpact.details.kinds", "kind of data"
      ),
      (
        #""recordDisclosure":{"record":"privacy.record-a","details":{"recipient":"organisation-school","purpose":"statistics","kinds":["STUDY","STUDY"]}}"#,
        "recordDisclosure.details.kinds", "kind of data"
      ),
      (
        #""reportBreach":{"record":"privacy.record-a","details":{"kinds":["STUDY","STUDY"]}}"#,
        "reportBreach.details.kinds", "kind of data"
      ),
      (
        #""requestTraining":{"training":"training-a","details":{"enterprise":"organisation-school","programmes":["REEMPLOYMENT","REEMPLOYMENT"]}}"#,
        "requestTraining.details.programmes", "programme"
      ),
      (
        #""planTraining":{"training":"training-a","details":{"provider":"organisation-school","programmes":["REEMPLOYMENT","REEMPLOYMENT"]}}"#,
        "planTraining.details.programmes", "programme"
      ),
    ] as [(String, String, String)])
  func `takes each of its values once`(command: String, field: String, what: String) throws {
    var story = Story()
    try story.register("school", kind: "SCHOOL")
    let no = refused(.malformedValue, field: field) { () throws(Rejection) in
      try story.tell("{\(command)}", "2022-07-01")
    }
    #expect(no?.reason.hasSuffix("takes each \(what) once") == true, "\(no?.reason ?? "")")
  }
}
