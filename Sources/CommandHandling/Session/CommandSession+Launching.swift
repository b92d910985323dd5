import EventLog

extension CommandSession {
  /// Submits the appends of planned lines in order, once their personal parts are stored.
  ///
  /// While parts are being stored, the lines behind them are decided.
  func launch(_ numbers: [Int]) {
    if numbers.isEmpty { return }
    guard isLaunching || numbers.contains(where: bringsParts) else {
      submit(numbers, [:])
      return
    }
    launches += numbers
    if isLaunching { return }
    isLaunching = true
    // Kept alive until all are submitted: they are recorded whoever waits for the answers.
    Task { await self.launchAll() }
  }

  private func launchAll() async {
    while !launches.isEmpty {
      // What was planned while parts were being stored goes together, however few came at a time.
      let numbers = Array(launches.prefix(CommandHandlingLimits.linesPerLaunch))
      launches.removeFirst(numbers.count)
      let withParts = window.isRewinding ? [] : numbers.filter(bringsParts)
      var outcomes: [PartCourier.Outcome] = []
      if !withParts.isEmpty {
        outcomes = await handler.courier.prepare(withParts.compactMap { plans[$0] })
      }
      submit(numbers, Dictionary(uniqueKeysWithValues: zip(withParts, outcomes)))
    }
    isLaunching = false
    proceed()
  }

  private func bringsParts(_ number: Int) -> Bool {
    plans[number]?.concernsParts(in: handler.personal) == true
  }

  /// Submits appends in order, up to the first line whose parts or whose append fails.
  ///
  /// - Parameter outcomes: what became of the personal parts of those lines that bring some.
  private func submit(_ numbers: [Int], _ outcomes: [Int: PartCourier.Outcome]) {
    var abandoned: [CommandPlan] = []
    // Where a line before them failed, they were decided on what never came to be.
    var hasFailed = window.isRewinding
    for number in numbers {
      guard var plan = plans[number] else { continue }
      var failure: CommandError?
      if !hasFailed {
        do throws(CommandError) {
          if let outcome = outcomes[number] {
            plan.refer(to: try outcome.get())
            plans[number] = plan
          }
          let submission = Submission(of: plan.commandID)
          submit(try plan.append(as: submission, follows: lastSubmitted), number)
          lastSubmitted = submission
          continue
        } catch {
          failure = error
        }
      }
      hasFailed = true
      if case .success? = outcomes[number] { abandoned.append(plan) }
      forget(number)
      if let failure {
        if failure.isWorthAnotherTry { pause() }
        window.failed(
          number, failure.isWorthAnotherTry ? .decideAgain(orElse: failure) : .final(failure))
      } else {
        window.failed(number, .innocent)
      }
    }
    handler.discard(abandoned)
  }

  private func submit(_ append: Append, _ number: Int) {
    let mailbox = mailbox
    handler.log.submit(append) { result in
      // Kept alive until its last append is durable: personal parts wait for confirmation.
      if mailbox.put(number, result) { Task { await self.proceed() } }
    }
  }
}
