@testable import Cooperation
import Deciding
import SwiftProtobuf
import Testing

@Suite struct `A value of a command` {
  private func refusal(_ json: String) -> Rejection? {
    refused(.malformedValue) { () throws(Rejection) in
      try ParsedCommand(CommandJSON.command(Array(json.utf8)))
    }
  }

  /// A registration with that in the envelope and in the details.
  private static func registration(_ envelope: String, _ details: String = "") -> String {
    #"{\#(envelope)"occurred":"2022-06-30","registerOrganisation":{"organisation":"organisation-a","details":{"name":"A"\#(details)}}}"#
  }

  @Test(
    arguments: [
      (registration(#""standing":"STANDING_UNSPECIFIED","#), "standing", "DECIDED, REPORTED"),
      (registration(#""standing":0,"#), "standing", "DECIDED, REPORTED"),
      (registration(#""standing":true,"#), "standing", "DECIDED, REPORTED"),
      (registration(#""standing":{"is":"DECIDED"},"#), "standing", "DECIDED, REPORTED"),
      (registration(#""standing":["DECIDED"],"#), "standing", "DECIDED, REPORTED"),
      (
        registration("", #","kind":99"#), "registerOrganisation.details.kind",
        "ENTERPRISE, SCHOOL, "
      ),
      (
        registration("", #","kind":99999999999999999999"#), "registerOrganisation.details.kind",
        "ENTERPRISE, SCHOOL, "
      ),
      (
        registration("", #","kind":9223372036854775807"#), "registerOrganisation.details.kind",
        "ENTERPRISE, SCHOOL, "
      ),
      (
        registration("", #","kind":-9223372036854775808"#), "registerOrganisation.details.kind",
        "ENTERPRISE, SCHOOL, "
      ),
      (
        registration("", #","kind":"KIND_UNSPECIFIED""#), "registerOrganisation.details.kind",
        "ENTERPRISE, SCHOOL, "
      ),
    ] as [(String, String, String)])
  func `of a closed list is one of its words`(
    json: String, field: String, words: String
  ) {
    let no = refusal(json)
    #expect(no?.field == field, "\(no?.reason ?? "")")
    #expect(no?.reason.hasPrefix("\(field) is one of ") == true, "\(no?.reason ?? "")")
    #expect(no?.reason.contains(words) == true, "\(no?.reason ?? "")")
  }

  @Test(
    arguments: [
      (registration(#""source":"x","#), "source", "an object"),
      (registration(#""source":7,"#), "source", "an object"),
      (registration(#""source":["x"],"#), "source", "an object"),
      (registration(#""expected":"x","#), "expected", "a list"),
      (registration(#""expected":{},"#), "expected", "a list"),
      (registration(#""expected":[7],"#), "expected[0]", "an object"),
      (#"{"registerOrganisation":"x"}"#, "registerOrganisation", "an object"),
      (#"{"registerOrganisation":{"details":[]}}"#, "registerOrganisation.details", "an object"),
    ] as [(String, String, String)])
  func `of the wrong form is told what form it takes`(json: String, field: String, form: String) {
    let no = refusal(json)
    #expect(no?.field == field, "\(no?.reason ?? "")")
    #expect(no?.reason.hasPrefix("\(field) takes \(form)") == true, "\(no?.reason ?? "")")
  }

  @Test func `that is a second command is named`() {
    let no = refusal(#"{"registerOrganisation":{},"registerPerson":{}}"#)
    #expect(no?.field == "registerPerson")
    #expect(no?.reason.hasPrefix("a line holds one command, not two") == true)
  }

  @Test func `is a number where the schema has one, whatever words have that number`() throws {
    let numbers = #","kind":"SCHOOL","staffOnPost":2,"name":"KIND_UNSPECIFIED""#
    let json = Self.registration(#""standing":"REPORTED","#, numbers)
      .replacing(#""name":"A","#, with: "")
    let command = try ParsedCommand(CommandJSON.command(Array(json.utf8)))
    #expect(command.name == "registerOrganisation")
  }

  @Test func `without a word is named also where the command was no JSON`() {
    var command = PBCommand()
    command.occurred = "2022-06-30"
    command.registerOrganisation = .with {
      $0.organisation = "organisation-a"
      $0.details.name = "A"
    }
    for kind in [PBOrganisationRegistered.Kind.unspecified, .UNRECOGNIZED(99)] {
      command.registerOrganisation.details.kind = kind
      let no = refused(.malformedValue, field: "registerOrganisation.details.kind") {
        () throws(Rejection) in
        try ParsedCommand(command)
      }
      #expect(no?.reason.contains("ENTERPRISE, SCHOOL, ") == true, "\(no?.reason ?? "")")
    }
  }
}
