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
        try make(program, directory)
        for sheet in sheets {
          let file = directory + "/\(sheet.kind).csv"
          try Data(sheet.text.utf8).write(to: URL(filePath: file))
          let took = try await seconds {
            try run("'\(program)' import \(sheet.kind) '\(file)' --data '\(directory)/data'")
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
        try make(program, directory)
        let data = directory + "/data"
        let city = scale == .small ? "0.02" : "0.15"
        let told = try run(
          "'\(program)' simulate --city --seed 1 --scale \(city) --data '\(data)' --json")
        count = Self.number(after: "\"events\":", in: told)
        let file = directory + "/one.ndjson"
        try Data(line.utf8).write(to: URL(filePath: file))
        let took = try await seconds {
          try run("'\(program)' record '\(file)' --data '\(data)'")
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

  private func missing() -> [Figure] {
    print("the program is not measured: build it with swift build -c release --product concord")
    return []
  }

  private func make(_ program: String, _ directory: String) throws {
    try run("'\(program)' init --data '\(directory)/data' --origin example.org/benchmark")
  }

  @discardableResult
  private func run(_ command: String) throws -> String {
    guard let pipe = popen(command + " 2>&1", "r") else {
      throw BenchmarkFailure("can't run \(command)")
    }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = fread(&buffer, 1, buffer.count, pipe)
      if count == 0 { break }
      text += buffer[..<count]
    }
    let output = String(decoding: text, as: UTF8.self)
    guard pclose(pipe) == 0 else {
      throw BenchmarkFailure("\(command) said: \(output.suffix(2_000))")
    }
    return output
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

  static func enrolments(_ rows: Int) -> String {
    var text =
      "Name,ID number,Day of birth,Sex,Phone,School*,Student number,Major,Class year,Grade year,Mode,Date*,Guardian,Person\n"
    for row in 0..<rows {
      text +=
        "Student \(row),\(idNumber(row)),,FEMALE,,\(school),\(20_220_000 + row),700204,2022,3,FULL_TIME,2019-09-01,,\n"
    }
    return text
  }

  static func outcomes(_ rows: Int) -> String {
    var text =
      "ID number,Student number,Person,School*,Class year,Destination*,Employer,Industry,Region,Occupation,Key field,Started on,Monthly pay (yuan),Date*,Number\n"
    for row in 0..<rows {
      let employer = creditCode(1 + row % max(rows - 1, 1))
      text +=
        "\(idNumber(row)),\(20_220_000 + row),,\(school),2022,10,\(employer),C3610,330206,,,2022-07-01,,2022-07-15,\n"
    }
    return text
  }

  /// A citizen's number with its check digit. Source: GB 11643-1999.
  private static func idNumber(_ number: Int) -> String {
    let day = number / 900
    let birth = "2004" + two(1 + day / 28 % 12) + two(1 + day % 28)
    let body = "330203" + birth + String(100 + number % 900)
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
