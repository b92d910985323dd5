@testable import Cooperation
import EventModel
import Testing

@Suite struct `A Unified Social Credit Code` {
  @Test(arguments: [
    "91330203XXXX00019A", "12330200XXXX000194", "52330212XXXX00019C", "51330200XXXX000193",
    "11330200XXXX000197", "N2330281XXXX00019Q", "91330203XXXX000350", "91330203XXXX00457Y",
  ])
  func `with both checks right has no failure`(text: String) throws {
    let code = try CreditCode(validating: text)
    #expect(code.failure == nil)
    #expect(code.prefix == String(text.prefix(2)))
    #expect(code.region == String(text.dropFirst(2).prefix(6)))
  }

  @Test func `fails with every other last character`() throws {
    let first17 = "91330203XXXX00019"
    for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" {
      let code = try CreditCode(validating: first17 + String(last))
      #expect((code.failure == nil) == (last == "A"), "\(last)")
    }
  }

  @Test func `fails with every single changed digit of the body`() throws {
    // The last of the eight and the check of the body itself.
    for (index, place) in [15, 16].enumerated() {
      for digit in "0123456789" {
        var text = Array("91330203XXXX00019A")
        if text[place] == digit { continue }
        text[place] = digit
        #expect(
          try CreditCode(validating: String(text)).failure != nil, "\(place) \(digit) \(index)")
      }
    }
  }

  @Test(arguments: [
    ("91330203xxxx00019a", "capital"), ("９１330203XXXX00019A", "half-width"),
    ("91330203 XXXX00019A", "spaces"), ("91330203XXXX0001O", "letter O"),
    ("91330203XXXX00019", "18 characters, not 17"), ("91330203XXXX00019AA", "not 19"),
    ("9133020AXXXX00019A", "region"), ("", "not 0"), ("91330203XXXX000-9A", "digits"),
    ("\u{200E}91330203XXXX00019A", "digits"),
  ])
  func `of another form says what would be right`(text: String, word: String) {
    #expect {
      _ = try CreditCode(validating: text)
    } throws: { error in
      (error as? CreditCode.Malformed)?.reason.contains(word) == true
    }
  }
}

@Suite struct `An ID number` {
  @Test func `holds a day of birth`() throws {
    #expect(
      try IDNumber(validating: "99020020040229001X").birthDate.description == "2004-02-29")
    #expect(try IDNumber(validating: "990200200509011244").birthDate.description == "2005-09-01")
  }

  @Test(arguments: [
    ("990200200602290014", "day of birth"), ("990200200613010014", "day of birth"),
    ("99020020040229001x", "capital X"), ("990200200402290011", "check"),
    ("990200200509011245", "check"), ("99020020050901124", "17 digits"),
    ("99020020050901124A", "check"), ("９90200200509011244", "17 digits"), ("", "17 digits"),
  ])
  func `of another form is refused without repeating it`(text: String, word: String) {
    #expect {
      _ = try IDNumber(validating: text)
    } throws: { error in
      guard let reason = (error as? IDNumber.Malformed)?.reason else { return false }
      return reason.contains(word) && (text.isEmpty || !reason.contains(text))
    }
  }

  @Test func `fails with every other check character`() {
    for last in "0123456789X" {
      let number = try? IDNumber(validating: "99020020050901124" + String(last))
      #expect((number != nil) == (last == "4"), "\(last)")
    }
  }
}

@Suite struct `Codes without check digits` {
  @Test func `of schools have ten digits and a province`() throws {
    #expect(try #require(SchoolCode(validating: "3651012345")).failure == nil)
    #expect(try #require(SchoolCode(validating: "4121010140")).failure == nil)
    #expect(
      try #require(SchoolCode(validating: "3699012345")).failure?.contains("province") == true)
    for text in ["365101234", "36510123456", "36510123４5", "A651012345", ""] {
      #expect(SchoolCode(validating: text) == nil, "\(text)")
    }
  }

  @Test func `of regions begin with a province`() {
    for text in ["330203", "510112", "330283", "330204"] {
      #expect(RegionCode.isWellFormed(text), "\(text)")
    }
    for text in ["990200", "33020", "3302031", "33020A", "", "３30203"] {
      #expect(!RegionCode.isWellFormed(text), "\(text)")
    }
    for text in ["33", "3302", "330203"] { #expect(RegionCode.isPrefix(text), "\(text)") }
    for text in ["330", "9", "99", ""] { #expect(!RegionCode.isPrefix(text), "\(text)") }
  }

  @Test func `of industries are a letter and up to four digits`() {
    for text in ["A", "C36", "C3610", "T96"] { #expect(IndustryCode.isWellFormed(text), "\(text)") }
    for text in ["36", "c36", "C36100", "U1", "C3A", ""] {
      #expect(!IndustryCode.isWellFormed(text), "\(text)")
    }
  }
}

@Suite struct `A figure` {
  @Test func `is an exact decimal`() throws {
    for text in ["0", "143", "-1", "153.5", "0.05", "380", "-0.5", "999999999999.999999"] {
      #expect(try #require(DecimalFigure(validating: text)).description == text)
    }
    for text in [
      "", "-", ".5", "1.", "1,000", "+1", "01", "1e3", "1.2.3", "1234567890123", "0.1234567", "１",
    ] {
      #expect(DecimalFigure(validating: text) == nil, "\(text)")
    }
  }

  @Test func `is whole when nothing but zeros follows the point`() {
    #expect(DecimalFigure(validating: "143.00")?.whole == 143)
    #expect(DecimalFigure(validating: "153.5")?.whole == nil)
    #expect(DecimalFigure(validating: "-7")?.whole == -7)
  }
}
