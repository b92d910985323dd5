import EventModel
import Testing

@Suite struct `A civil date` {
  @Test func `counts days as the calendar does, there and back`() throws {
    #expect(try CivilDate(year: 1970, month: 1, day: 1).dayNumber == 0)
    #expect(try CivilDate(year: 2000, month: 3, day: 1).dayNumber == 11_017)
    #expect(try CivilDate(year: 2022, month: 6, day: 30).dayNumber == 19_173)
    let numbers = -25_000...376_000
    #expect(numbers.allSatisfy { CivilDate(dayNumber: $0).dayNumber == $0 })
    #expect(
      numbers.dropFirst().allSatisfy { CivilDate(dayNumber: $0 - 1) < CivilDate(dayNumber: $0) })
  }

  @Test(arguments: [
    "2022-02-29", "2022-13-01", "2022-00-10", "2022-06-31", "1900-02-29", "1899-01-01",
  ])
  func `that does not exist is refused`(text: String) {
    #expect(throws: EventModelError.self) { try CivilDate(validating: text) }
  }

  @Test(arguments: ["", "2022", "2022-06", "<=2022-06-30", "30.06.2022"])
  func `is written as year, month and day`(text: String) {
    do throws(EventModelError) {
      _ = try CivilDate(validating: text)
      Issue.record("was not refused")
    } catch {
      #expect(error.reason == "a date is year, month and day, as 2022-06-30")
    }
  }

  @Test func `counts full years as ages are counted`() throws {
    let born = try CivilDate(validating: "2006-02-28")
    #expect(born.fullYears(until: try CivilDate(validating: "2022-02-27")) == 15)
    #expect(born.fullYears(until: try CivilDate(validating: "2022-02-28")) == 16)
  }
}

@Suite struct `A moment` {
  let zone = LogZone.shanghai

  @Test(arguments: [
    "2009", "2012-09", "2022-06-30", "<=2022-06-30", "2022-06-30T10:30:00+08:00",
    "2022-06-30T10:30:00.250000Z", "1999-12-31T23:59:59-05:30",
  ])
  func `is written as it was read`(text: String) throws {
    #expect(try Moment(validating: text).description == text)
  }

  @Test(arguments: [
    "", "22", "2022-6", "2022-06-30 10:00", "2022-06-30T25:00Z", "2022-06-30T10:00", "30.6.2022",
    "2022-06-30T10:00+15:00", "<2022", "2022-06-30T10:00Z ", "2022-06-30T10:00:00.Z",
    // A leap second, which no clock of ours can show.
    "2016-12-31T23:59:60Z", "2017-01-01T07:59:60+08:00",
  ])
  func `in another form is refused`(text: String) {
    #expect(throws: EventModelError.self) { try Moment(validating: text) }
  }

  @Test func `of a day in Shanghai never becomes the day before`() throws {
    let day = try Moment(validating: "2022-06-30")
    let noonUTC = try Moment(validating: "2022-06-29T16:00Z")
    #expect(day.earliest(in: zone) == noonUTC.latest(in: zone))
    #expect(day.lastDay(in: zone).description == "2022-06-30")
  }

  @Test func `spans its whole year, month or day`() throws {
    let year = try Moment(validating: "2022")
    let month = try Moment(validating: "2022-12")
    let day = try Moment(validating: "2022-12-31")
    #expect(year.latest(in: zone) == month.latest(in: zone))
    #expect(month.latest(in: zone) == day.latest(in: zone))
    #expect(year.earliest(in: zone) < month.earliest(in: zone))
    #expect(day.latest(in: zone) - day.earliest(in: zone) == 86_400_000_000 - 1)
  }

  @Test func `not later than a day has no earliest instant`() throws {
    let moment = try Moment(validating: "<=2022-06-30")
    #expect(moment.earliest(in: zone) == Int64.min)
    #expect(moment.latest(in: zone) == (try Moment(validating: "2022-06-30")).latest(in: zone))
  }
}
