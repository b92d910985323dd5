extension MatchWeights {
  /// The weights that are shipped: word for word `Schemas/codelists/match-weights.csv`, carried along
  /// so that a program without its sources has them.
  public static let shipped: MatchWeights = {
    guard let weights = try? MatchWeights(validating: text) else {
      preconditionFailure("the shipped weights are understood")
    }
    return weights
  }()

  private static let text = """
    search,criterion,points
    algorithm,weighted-sum,2
    vacancies-for-graduates,major-same,40
    vacancies-for-graduates,major-same-class,25
    vacancies-for-graduates,major-same-category,10
    vacancies-for-graduates,region-same-district,30
    vacancies-for-graduates,region-same-city,20
    vacancies-for-graduates,region-same-province,5
    vacancies-for-graduates,pay-as-wished,15
    vacancies-for-graduates,kept-for-key-groups,15
    schools-for-enterprises,major-same,40
    schools-for-enterprises,major-same-class,25
    schools-for-enterprises,major-same-category,10
    schools-for-enterprises,region-same-district,15
    schools-for-enterprises,region-same-city,10
    schools-for-enterprises,region-same-province,5
    schools-for-enterprises,partner-already,20
    schools-for-enterprises,quantity-covered,25
    enterprises-for-schools,major-same,40
    enterprises-for-schools,major-same-class,25
    enterprises-for-schools,major-same-category,10
    enterprises-for-schools,region-same-district,15
    enterprises-for-schools,region-same-city,10
    enterprises-for-schools,region-same-province,5
    enterprises-for-schools,partner-already,20
    enterprises-for-schools,quantity-covered,25

    """
}
