internal import Deciding
internal import EventModel

extension Rule {
  /// R17: cooperation needs an agreement that states rights and duties.
  static let writtenAgreement = Rule(
    number: "R17",
    sentence: "School-enterprise cooperation rests on an agreement that states rights and duties; "
      + "joint institutions need a contract, entrusted training one of whoever trains, "
      + "apprenticeships a training agreement.",
    source: "Vocational Education Law (2022), Art. 28, 30 and 40", isVerified: true,
    scope: Scope(validFrom: day("2022-05-01")), whenDecided: .reject,
    whenReported: .finding(.breach))
}

/// Judges cooperation by what is written.
enum WrittenAgreement {
  /// What the rule says of a party's signature under an agreement.
  static func judge(
    signing stream: StreamName, _ agreement: CooperationAgreement, signedDocument: String?,
    on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    guard Rule.writtenAgreement.holds(on: occurred, in: zone) else {
      return Judgement(.writtenAgreement, subjects: [stream], .kept)
    }
    var reason: String?
    if !agreement.statesRightsAndDuties {
      reason = "the agreement states no rights and duties"
    } else if agreement.kind?.needsContract == true, agreement.document ?? signedDocument == nil {
      reason = "entrusted training and joint institutions need a contract, and no text is on file"
    }
    return Judgement(.writtenAgreement, in: stream, breach: reason)
  }

  /// What the rule says of an order class.
  ///
  /// - Parameters:
  ///   - kind: what kind of class it is, if it is known.
  ///   - agreement: the cooperation agreement that it names; `nil` for none.
  ///   - isReported: of a report, what is missing may be unknown, except what the kind demands.
  static func judge(
    planning stream: StreamName, _ kind: PBOrderClassPlanned.Kind?,
    agreement: (stream: StreamName, state: CooperationAgreement?)?, isReported: Bool,
    on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    guard Rule.writtenAgreement.holds(on: occurred, in: zone) else {
      return Judgement(.writtenAgreement, subjects: [stream], .kept)
    }
    var reason: String?
    if let agreement {
      let day = occurred.lastDay(in: zone)
      if agreement.state?.isInForce(on: day, in: zone) != true {
        reason = "the order class rests on \(agreement.stream), which is not in force on \(day)"
      }
    } else if kind?.isApprenticeship == true {
      reason = "an apprenticeship class rests on no training agreement"
    } else if !isReported {
      reason = "the order class rests on no cooperation agreement"
    }
    return Judgement(
      .writtenAgreement, in: stream, blaming: agreement.map { .entity($0.stream) }, breach: reason)
  }

  /// What the rule says of a plan to train staff.
  ///
  /// Whoever trains is a party of the contract. Whose staff is trained need not be one: a bureau may
  /// have it trained.
  /// - Parameters:
  ///   - enterprise: whose staff, where the plan doesn't say.
  ///   - agreement: the contract that it names; `nil` for none.
  ///   - isReported: of a report, what it does not say is not held against it.
  static func judge(
    training stream: StreamName, _ plan: PBTrainingPlanned, enterprise: StreamName?,
    agreement: (stream: StreamName, state: CooperationAgreement?)?, isReported: Bool,
    on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    guard Rule.writtenAgreement.holds(on: occurred, in: zone) else {
      return Judgement(.writtenAgreement, subjects: [stream], .kept)
    }
    // Who trains another's staff is entrusted with it.
    let client = StreamName(field: plan.enterprise) ?? enterprise
    let isAnothers = client.map { $0.text != plan.provider } ?? false
    let isOwn = client != nil && !isAnothers
    let isEntrusted = plan.hasEntrusted ? plan.entrusted : isAnothers && !isReported
    var reason: String?
    var culprit = agreement.map { Judgement.Culprit.entity($0.stream) }
    if let agreement {
      let day = occurred.lastDay(in: zone)
      if agreement.state?.isInForce(on: day, in: zone) != true {
        reason = "the training rests on \(agreement.stream), which is not in force on \(day)"
      } else if !isOwn, let provider = StreamName(field: plan.provider),
        agreement.state?.isParty(provider, at: occurred, in: zone) == false
      {
        culprit = .entity(provider)
        reason =
          "the training rests on \(agreement.stream), of which \(provider), who trains, is no party"
      }
    } else if isEntrusted {
      culprit = .value("agreement")
      reason = "entrusted training rests on no contract"
    }
    return Judgement(.writtenAgreement, in: stream, blaming: culprit, breach: reason)
  }
}

extension PBAgreementTerms.Kind {
  /// Whether the law asks for a contract.
  var needsContract: Bool { self == .entrustedTraining || self == .jointInstitution }
}

extension Rejudging {
  /// R17 and fitting agreements: what rests on a cooperation agreement, and whose it is.
  static let writtenAgreement = Rejudging(
    [
      CooperationAgreement.Types.reportedSigned, PBAgreementPartySigned.eventType,
      PBAgreementAmendmentSigned.eventType, PBAgreementTerminated.eventType,
      PBAgreementRenewed.eventType, CooperationAgreement.Types.annulled,
      PBSuccessorConfirmed.eventType,
    ],
    judgeAgain: [
      PBOrderClassPlanned.eventType, InternshipAgreement.Types.prepared,
      InternshipAgreement.Types.reportedSigned, PBTrainingPlanned.eventType,
    ])
}
