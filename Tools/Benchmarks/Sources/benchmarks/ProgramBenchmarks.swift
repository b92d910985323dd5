import FoundationEssentials
import Glibc

/// What the command costs as people use it: to import a sheet, to record into a large log that no
/// process manager has looked at.
///
/// Runs the release build of `concord`, from `CONCORD` or where `swift build -c release` puts it.
struct ProgramBenchmarks {
  let scale: Scale

  private var program: String? {
    let named = ProcessInfo.processInfo.environment["CONCORD"]
    var root = URL(filePath: #filePath)
    for _ in 0..<5 { root.deleteLastPathComponent() }
    let built = root.appending(path: ".build/release/concord").path
    return [named, built].compactMap(\.self).first { access($0, X_OK) == 0 }
  }

  /// Rows a second, durable, with all that follows from them.
  func imports() async throws -> [Figure] {
    guard let program else { return missing() }
    let rows = scale == .small ? 2_000 : 20_000
    let sheets: [(kind: String, what: String, text: String)] = [
      ("organisations", "organisations", Sheets.organisations(rows)),
      ("enrolments", "persons and their enrolments", Sheets.enrolments(rows)),
      ("outcomes", "outcomes", Sheets.outcomes(rows)),
    ]
    var rates: [String: [Double]] = [:]
    for _ in 0..<min(scale.runs, 3) {
      try await withTemporaryDirectory { directory in
        try await make(program, directory)
        for sheet in sheets {
          let file = directory + "/\(sheet.kind).csv"
          try Data(sheet.text.utf8).write(to: URL(filePath: file))
          let took = try await seconds {
            try await Shell.run(
              "'\(program)' import \(sheet.kind) '\(file)' --data '\(directory)/data'")
          }.0
          rates[sheet.kind, default: []].append(Double(rows) / took)
        }
      }
    }
    return sheets.map { sheet in
      Figure(
        name: "import of \(sheet.what) from CSV, durable, with what follows", unit: "rows/s",
        values: rates[sheet.kind] ?? [], target: .atLeast(5_000), notes: "\(rows) rows")
    }
  }

  /// One line into a simulated city's year.
  func followUp() async throws -> [Figure] {
    guard let program else { return missing() }
    let line =
      #"{"occurred":"2026-01-31","standing":"REPORTED","registerOrganisation":{"organisation":"organisation-zz1","details":{"kind":"ENTERPRISE","name":"One more"}}}"#
    var rates: [Double] = []
    var count = 0
    for _ in 0..<(scale == .small ? 1 : 3) {
      try await withTemporaryDirectory { directory in
        try await make(program, directory)
        let data = directory + "/data"
        let city = scale == .small ? "0.02" : "0.15"
        let told = try await Shell.run(
          "'\(program)' simulate --city --seed 1 --scale \(city) --data '\(data)' --json")
        count = Self.number(after: "\"events\":", in: told)
        let file = directory + "/one.ndjson"
        try Data(line.utf8).write(to: URL(filePath: file))
        let took = try await seconds {
          try await Shell.run("'\(program)' record '\(file)' --data '\(data)'")
        }.0
        rates.append(Double(count) / took)
      }
    }
    return [
      Figure(
        name: "record one line: what follows from \(short(Double(count))) facts, and judging them",
        unit: "facts/s", values: rates, target: .atLeast(100_000), notes: "")
    ]
  }

  /// Lines of NDJSON from a file into a directory, and in one request to a server; findings and
  /// reactions follow in both.
  func lines() async throws -> [Figure] {
    guard let program else { return missing() }
    let count = scale.commandLines
    let lines = (0..<count).map { CommandBenchmarks.command($0) + "\n" }.joined()
    var files: [Double] = []
    var requests: [Double] = []
    for _ in 0..<min(scale.runs, 3) {
      try await withTemporaryDirectory { directory in
        let file = directory + "/lines.ndjson"
        try Data(lines.utf8).write(to: URL(filePath: file))
        try await make(program, directory)
        let took = try await seconds {
          try await Shell.run("'\(program)' record '\(file)' --data '\(directory)/data'")
        }.0
        files.append(Double(count) / took)
        requests.append(Double(count) / (try await request(program, file, count)))
      }
    }
    func figure(_ what: String, _ values: [Double]) -> Figure {
      Figure(
        name: "NDJSON commands in one \(what), with what follows", unit: "commands/s",
        values: values, target: .atLeast(20_000), notes: "\(count) lines")
    }
    return [
      figure("file, `concord record`", files), figure("request, `concord serve`", requests),
    ]
  }

  private func request(_ program: String, _ file: String, _ count: Int) async throws -> Double {
    try await withTemporaryDirectory { directory in
      try await make(program, directory)
      return try await withServer(program, directory) { server, _ in
        let took = try await seconds {
          try await Shell.run(
            "curl -sf --data-binary @'\(file)' -H 'Content-Type: application/x-ndjson' -H 'Expect:' "
              + "-o '\(directory)/answers' \(server)/v1/commands")
        }.0
        let recorded = try await Shell.run(
          "grep -c '\"status\":\"recorded\"' '\(directory)/answers' || true")
        guard Self.number(after: "", in: recorded) == count else {
          throw BenchmarkFailure("only \(recorded) of \(count) lines were recorded")
        }
        return took
      }
    }
  }

  /// Memory of a server over a million events: while it makes its read models, is asked, and takes
  /// commands.
  func serving() async throws -> [Figure] {
    guard let program else { return missing() }
    guard let wrk = HTTPLoad.program else { return HTTPLoad.missing() }
    return try await withTemporaryDirectory { directory in
      try await make(program, directory)
      let city = scale == .small ? "0.02" : "0.15"
      let told = try await Shell.run(
        "'\(program)' simulate --city --seed 1 --scale \(city) --data '\(directory)/data' --json")
      let count = Self.number(after: "\"events\":", in: told)
      let load = try HTTPLoad(wrk, seconds: scale.httpSeconds, directory)
      return try await withServer(program, directory) { server, pid in
        let making = try await mostResident(directory)
        for path in Self.asked {
          _ = try await Shell.run("curl -sf -o '\(directory)/answer' '\(server)/v1/\(path)'")
        }
        let commands = try await load.commands(server + "/v1/commands")
        let most = try await mostResident(directory)
        return [
          Figure(
            name: "RssAnon serving \(short(Double(count))) events, the most at any time",
            unit: "MB",
            values: [most], target: .atMost(300),
            notes: "\(short(making)) while it makes its read models; then \(Self.asked.count) "
              + "questions and \(scale.httpSeconds) s of \(short(commands.rate)) commands/s")
        ]
      }
    }
  }

  /// Pages, histories, measures, and all events.
  private static let asked = [
    "views/OrganisationRegister?limit=1000", "views/InternshipBoard?limit=1000",
    "views/CooperationHistory?limit=1000", "views/Findings?limit=1000",
    "views/VacancyMarket?limit=1000", "views/Aliases?limit=1000", "measures/interns.started",
    "measures/findings.open", "views?", "events?limit=200000",
  ]

  /// The most megabytes of anonymous memory that a server had until now, looked at 20 times a second.
  private func mostResident(_ directory: String) async throws -> Double {
    let kilobytes = try await Shell.run("sort -n '\(directory)/resident' | tail -n 1")
    return Double(Self.number(after: "", in: kilobytes)) * 1_024 / 1e6
  }

  /// A server of the directory's data that has read models; it is ended at the end.
  private func withServer<R>(
    _ program: String, _ directory: String,
    _ body: (_ address: String, _ pid: String) async throws -> R
  ) async throws -> R {
    let server = "http://127.0.0.1:18083"
    let started = try await Shell.run(
      "'\(program)' serve --port 18083 --data '\(directory)/data' >'\(directory)/serve.log' 2>&1 "
        + "& echo $!")
    let pid = String(started.prefix(while: \.isNumber))
    _ = try await Shell.run(
      "while awk '/^RssAnon/ { print $2 }' /proc/\(pid)/status; do sleep 0.05; done "
        + ">'\(directory)/resident' 2>/dev/null &")
    do {
      _ = try await Shell.run(
        "for i in $(seq 3000); do curl -sf -o '\(directory)/ready' \(server)/readyz && exit 0; "
          + "kill -0 \(pid) || exit 1; sleep 0.1; done; exit 1")
      let result = try await body(server, pid)
      try await end(pid)
      return result
    } catch {
      try await end(pid)
      throw error
    }
  }

  private func end(_ pid: String) async throws {
    _ = try await Shell.run(
      "kill \(pid); for i in $(seq 300); do "
        + "grep -qs '^State:.[^Z]' /proc/\(pid)/status || exit 0; sleep 0.1; done; kill -9 \(pid)")
  }

  private func missing() -> [Figure] {
    print("the program is not measured: build it with swift build -c release --product concord")
    return []
  }

  private func make(_ program: String, _ directory: String) async throws {
    _ = try await Shell.run(
      "'\(program)' init --data '\(directory)/data' --origin example.org/benchmark")
  }

  private static func number(after key: String, in text: String) -> Int {
    guard let range = text.firstRange(of: key) else { return 0 }
    return Int(text[range.upperBound...].drop { $0 == " " }.prefix(while: \.isNumber)) ?? 0
  }
}

/// Sheets of so many rows that are all taken: the school stands in the first.
private enum Sheets {
  private static let school = "3633000001"

  static func organisations(_ rows: Int) -> String {
    var text =
      "Kind*,Name*,English name,Credit code,School code,School level,Region,Industry,Ownership,Size,Staff on post,Park,Approval number,Number,Date*\n"
      + "SCHOOL,Example Vocational School,,,\(school),SECONDARY_VOCATIONAL,330203,,,,,,,,2012-09-01\n"
    for row in 1..<rows {
      text +=
        "ENTERPRISE,Company number \(row),,\(creditCode(row)),,,330206,C3610,PRIVATE,LARGE,1200,,,,2015-03-10\n"
    }
    return text
  }

  /// Of students of a time in which a person is kept on a lawful ground or a finding is opened.
  static func enrolments(_ rows: Int) -> String {
    var text =
      "Name,ID number,Day of birth,Sex,Phone,School*,Student number,Major,Class year,Grade year,Mode,Date*,Guardian,Person,Legal ground,Purpose,Document of the ground\n"
    for row in 0..<rows {
      text +=
        "Student \(row),\(idNumber(row)),,FEMALE,,\(school),\(20_220_000 + row),700204,2024,3,FULL_TIME,2023-09-01,,,STATUTORY_DUTY,enrolment records and employment service,\n"
    }
    return text
  }

  static func outcomes(_ rows: Int) -> String {
    var text =
      "ID number,Student number,Name,Person,School*,Class year,Destination*,Employer,Industry,Region,Occupation,Key field,Started on,Monthly pay (yuan),Date*,Number,Legal ground,Purpose,Document of the ground\n"
    for row in 0..<rows {
      let employer = creditCode(1 + row % max(rows - 1, 1))
      text +=
        "\(idNumber(row)),\(20_220_000 + row),,,\(school),2024,10,\(employer),C3610,330206,,,2024-07-01,,2024-07-15,,,,\n"
    }
    return text
  }

  /// A citizen's number with its check digit; none ends in 000, as one that a spreadsheet has rounded.
  ///
  /// Source: GB 11643-1999.
  private static func idNumber(_ number: Int) -> String {
    let (day, place) = number.quotientAndRemainder(dividingBy: 9 * 99)
    let birth = "2004" + two(1 + day / 28 % 12) + two(1 + day % 28)
    let body = "330203" + birth + String((1 + place / 99) * 100 + 1 + place % 99)
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(body, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
    return body + String(Array("10X98765432")[sum % 11])
  }

  /// A unified social credit code with both check digits. Sources: GB 32100-2015, GB 11714-1997.
  private static func creditCode(_ number: Int) -> String {
    let digits = String(10_000_000 + number)
    let weights = [3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(digits, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
    let inner = 11 - sum % 11
    let body = "91330206" + digits + (inner == 10 ? "X" : inner == 11 ? "0" : String(inner))
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    var (total, weight) = (0, 1)
    for character in body {
      total += (alphabet.firstIndex(of: character) ?? 0) * weight
      weight = weight * 3 % 31
    }
    return body + String(alphabet[(31 - total % 31) % 31])
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
