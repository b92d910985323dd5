@testable import Cooperation
import Deciding
import Testing

/// For whom else a command is recorded: it stands in the log for ever, so it is no name.
@Suite struct `Another's behalf` {
  private func registration(_ more: String) -> String {
    """
    {\(more)"occurred":"2022-06-30","registerOrganisation":{"organisation":"organisation-a",
     "details":{"kind":"SCHOOL","name":"A"}}}
    """
  }

  private func parse(_ json: String) throws(Rejection) -> ParsedCommand {
    try ParsedCommand(CommandJSON.command(Array(json.utf8)))
  }

  @Test(arguments: ["the school", "school-s", "organisation", "Li Lei"])
  func `is an organisation's or a person's, by its stream`(other: String) throws {
    refused(.malformedValue, field: "onBehalfOf") { () throws(Rejection) in
      try parse(registration(#""onBehalfOf":"\#(other)","#))
    }
    // With an id it may repeat what an earlier Concord took: it is refused when it is decided.
    var story = Story()
    refused(.malformedValue, field: "onBehalfOf") { () throws(Rejection) in
      try story.tell(
        registration(
          #""id":"00000000-0000-0000-0000-000000000001","onBehalfOf":"\#(other)","#))
    }
    for right in ["organisation-s", "person-p"] {
      _ = try parse(registration(#""onBehalfOf":"\#(right)","#))
    }
  }
}
