// The files in Schemas/codelists with bars between the cells, so that no cell needs quotes; a test
// compares both, so that neither drifts.

extension ShippedCodeLists {
  static let regions = """
    code|name_zh|name_en|parent|valid_from|valid_to|successor
    110000|北京市|Beijing||||
    120000|天津市|Tianjin||||
    130000|河北省|Hebei||||
    140000|山西省|Shanxi||||
    150000|内蒙古自治区|Inner Mongolia||||
    210000|辽宁省|Liaoning||||
    210100|沈阳市|Shenyang|210000|||
    220000|吉林省|Jilin||||
    230000|黑龙江省|Heilongjiang||||
    310000|上海市|Shanghai||||
    320000|江苏省|Jiangsu||||
    330000|浙江省|Zhejiang||||
    330200|宁波市|Ningbo|330000|||
    330203|海曙区|Haishu|330200|||
    330204|江东区|Jiangdong|330200||2016-09-13|330212
    330205|江北区|Jiangbei|330200|||
    330206|北仑区|Beilun|330200|||
    330211|镇海区|Zhenhai|330200|||
    330212|鄞州区|Yinzhou|330200|||
    330213|奉化区|Fenghua|330200|2016-09-14||
    330225|象山县|Xiangshan|330200|||
    330226|宁海县|Ninghai|330200|||
    330281|余姚市|Yuyao|330200|||
    330282|慈溪市|Cixi|330200|||
    330283|奉化市|Fenghua (city)|330200||2016-09-13|330213
    340000|安徽省|Anhui||||
    350000|福建省|Fujian||||
    360000|江西省|Jiangxi||||
    370000|山东省|Shandong||||
    410000|河南省|Henan||||
    420000|湖北省|Hubei||||
    430000|湖南省|Hunan||||
    440000|广东省|Guangdong||||
    450000|广西壮族自治区|Guangxi||||
    460000|海南省|Hainan||||
    500000|重庆市|Chongqing||||
    510000|四川省|Sichuan||||
    510100|成都市|Chengdu|510000|||
    510112|龙泉驿区|Longquanyi|510100|||
    520000|贵州省|Guizhou||||
    530000|云南省|Yunnan||||
    540000|西藏自治区|Tibet||||
    610000|陕西省|Shaanxi||||
    620000|甘肃省|Gansu||||
    630000|青海省|Qinghai||||
    640000|宁夏回族自治区|Ningxia||||
    650000|新疆维吾尔自治区|Xinjiang||||
    710000|台湾省|Taiwan||||
    810000|香港特别行政区|Hong Kong||||
    820000|澳门特别行政区|Macao||||

    """

  static let industries = """
    code|name_zh|name_en|parent|valid_from|valid_to|successor
    A|农、林、牧、渔业|Agriculture, forestry, animal husbandry and fishery||||
    B|采矿业|Mining||||
    C|制造业|Manufacturing||||
    C26|化学原料和化学制品制造业|Chemical raw materials and products|C|||
    C34|通用设备制造业|General equipment|C|||
    C35|专用设备制造业|Special equipment|C|||
    C36|汽车制造业|Motor vehicles|C|||
    C361|汽车整车制造|Complete vehicles|C36|||
    C3610|汽车整车制造|Complete vehicles|C361|||
    C367|汽车零部件及配件制造|Vehicle parts and accessories|C36|||
    C3670|汽车零部件及配件制造|Vehicle parts and accessories|C367|||
    C39|计算机、通信和其他电子设备制造业|Computers, communication and other electronics|C|||
    C397|电子器件制造|Electronic devices|C39|||
    C3973|集成电路制造|Integrated circuits|C397|||
    D|电力、热力、燃气及水生产和供应业|Supply of electricity, heat, gas and water||||
    D44|电力、热力生产和供应业|Production and supply of electricity and heat|D|||
    E|建筑业|Construction||||
    F|批发和零售业|Wholesale and retail trade||||
    G|交通运输、仓储和邮政业|Transport, storage and post||||
    H|住宿和餐饮业|Accommodation and catering||||
    I|信息传输、软件和信息技术服务业|Information transmission, software and IT services||||
    I63|电信、广播电视和卫星传输服务|Telecommunication, broadcasting and satellite transmission|I|||
    I65|软件和信息技术服务业|Software and IT services|I|||
    J|金融业|Finance||||
    K|房地产业|Real estate||||
    L|租赁和商务服务业|Leasing and business services||||
    L72|商务服务业|Business services|L|||
    L726|人力资源服务|Human resources services|L72|||
    M|科学研究和技术服务业|Research and technical services||||
    N|水利、环境和公共设施管理业|Water, environment and public facilities||||
    O|居民服务、修理和其他服务业|Household services, repair and other services||||
    P|教育|Education||||
    P83|教育|Education|P|||
    Q|卫生和社会工作|Health and social work||||
    R|文化、体育和娱乐业|Culture, sports and entertainment||||
    S|公共管理、社会保障和社会组织|Public administration, social security and social organisations||||
    T|国际组织|International organisations||||

    """

  static let majors = """
    code|name_zh|name_en|parent|valid_from|valid_to|successor
    01|哲学|Philosophy (bachelor)||||
    02|经济学|Economics (bachelor)||||
    03|法学|Law (bachelor)||||
    04|教育学|Education (bachelor)||||
    05|文学|Literature (bachelor)||||
    06|历史学|History (bachelor)||||
    07|理学|Science (bachelor)||||
    08|工学|Engineering (bachelor)||||
    09|农学|Agriculture (bachelor)||||
    10|医学|Medicine (bachelor)||||
    12|管理学|Management (bachelor)||||
    13|艺术学|Arts (bachelor)||||
    21|农林牧渔大类（职业本科）|Agriculture, forestry, animal husbandry and fishery (vocational bachelor)||||
    22|资源环境与安全大类（职业本科）|Resources, environment and safety (vocational bachelor)||||
    23|能源动力与材料大类（职业本科）|Energy, power and materials (vocational bachelor)||||
    24|土木建筑大类（职业本科）|Civil engineering and architecture (vocational bachelor)||||
    25|水利大类（职业本科）|Water conservancy (vocational bachelor)||||
    26|装备制造大类（职业本科）|Equipment manufacturing (vocational bachelor)||||
    27|生物与化工大类（职业本科）|Biology and chemical engineering (vocational bachelor)||||
    28|轻工纺织大类（职业本科）|Light industry and textiles (vocational bachelor)||||
    29|食品药品与粮食大类（职业本科）|Food, medicine and grain (vocational bachelor)||||
    30|交通运输大类（职业本科）|Transport (vocational bachelor)||||
    31|电子与信息大类（职业本科）|Electronics and information (vocational bachelor)||||
    32|医药卫生大类（职业本科）|Medicine and health (vocational bachelor)||||
    33|财经商贸大类（职业本科）|Finance, economics and trade (vocational bachelor)||||
    34|旅游大类（职业本科）|Tourism (vocational bachelor)||||
    35|文化艺术大类（职业本科）|Culture and arts (vocational bachelor)||||
    36|新闻传播大类（职业本科）|News and communication (vocational bachelor)||||
    37|教育与体育大类（职业本科）|Education and sports (vocational bachelor)||||
    38|公安与司法大类（职业本科）|Public security and justice (vocational bachelor)||||
    39|公共管理与服务大类（职业本科）|Public administration and services (vocational bachelor)||||
    41|农林牧渔大类（高等职业）|Agriculture, forestry, animal husbandry and fishery (higher vocational)||||
    42|资源环境与安全大类（高等职业）|Resources, environment and safety (higher vocational)||||
    43|能源动力与材料大类（高等职业）|Energy, power and materials (higher vocational)||||
    44|土木建筑大类（高等职业）|Civil engineering and architecture (higher vocational)||||
    45|水利大类（高等职业）|Water conservancy (higher vocational)||||
    46|装备制造大类（高等职业）|Equipment manufacturing (higher vocational)||||
    460701|汽车制造与试验技术|Motor vehicle manufacturing and testing|46|||
    460702|新能源汽车技术|New energy vehicles|46|||
    47|生物与化工大类（高等职业）|Biology and chemical engineering (higher vocational)||||
    48|轻工纺织大类（高等职业）|Light industry and textiles (higher vocational)||||
    49|食品药品与粮食大类（高等职业）|Food, medicine and grain (higher vocational)||||
    50|交通运输大类（高等职业）|Transport (higher vocational)||||
    51|电子与信息大类（高等职业）|Electronics and information (higher vocational)||||
    52|医药卫生大类（高等职业）|Medicine and health (higher vocational)||||
    53|财经商贸大类（高等职业）|Finance, economics and trade (higher vocational)||||
    54|旅游大类（高等职业）|Tourism (higher vocational)||||
    55|文化艺术大类（高等职业）|Culture and arts (higher vocational)||||
    56|新闻传播大类（高等职业）|News and communication (higher vocational)||||
    57|教育与体育大类（高等职业）|Education and sports (higher vocational)||||
    58|公安与司法大类（高等职业）|Public security and justice (higher vocational)||||
    59|公共管理与服务大类（高等职业）|Public administration and services (higher vocational)||||
    61|农林牧渔大类（中等职业）|Agriculture, forestry, animal husbandry and fishery (secondary vocational)||||
    62|资源环境与安全大类（中等职业）|Resources, environment and safety (secondary vocational)||||
    63|能源动力与材料大类（中等职业）|Energy, power and materials (secondary vocational)||||
    64|土木建筑大类（中等职业）|Civil engineering and architecture (secondary vocational)||||
    65|水利大类（中等职业）|Water conservancy (secondary vocational)||||
    66|装备制造大类（中等职业）|Equipment manufacturing (secondary vocational)||||
    67|生物与化工大类（中等职业）|Biology and chemical engineering (secondary vocational)||||
    68|轻工纺织大类（中等职业）|Light industry and textiles (secondary vocational)||||
    69|食品药品与粮食大类（中等职业）|Food, medicine and grain (secondary vocational)||||
    70|交通运输大类（中等职业）|Transport (secondary vocational)||||
    71|电子与信息大类（中等职业）|Electronics and information (secondary vocational)||||
    72|医药卫生大类（中等职业）|Medicine and health (secondary vocational)||||
    73|财经商贸大类（中等职业）|Finance, economics and trade (secondary vocational)||||
    74|旅游大类（中等职业）|Tourism (secondary vocational)||||
    75|文化艺术大类（中等职业）|Culture and arts (secondary vocational)||||
    76|新闻传播大类（中等职业）|News and communication (secondary vocational)||||
    77|教育与体育大类（中等职业）|Education and sports (secondary vocational)||||
    78|公安与司法大类（中等职业）|Public security and justice (secondary vocational)||||
    79|公共管理与服务大类（中等职业）|Public administration and services (secondary vocational)||||

    """

  static let schoolTypes = """
    code|name_zh|name_en|parent|valid_from|valid_to|successor
    36|中等职业学校|Secondary vocational school||||
    41|普通高等学校|Regular institution of higher education||||
    42|成人高等学校|Adult institution of higher education||||
    92|其他民办高等教育机构|Other private institution of higher education||||
    93|中等职业培训机构|Secondary vocational training institution||||

    """

  static let cooperationTopics = """
    code|name_zh|name_en|parent|valid_from|valid_to|successor
    curriculum|专业与课程建设|Majors and courses built together||||
    joint-training|联合培养|Joint training||||
    order-class|订单班、定向培养|Order class, directional training||||
    internship|实习|Internship||||
    practice-training|就业实习实训|Employment practice training||||
    career-education|生涯规划教育|Career-planning education||||
    teacher-team|师资队伍建设|Teacher-team building||||
    staff-training|职工培训|Staff training||||
    graduate-recruitment|毕业生招聘|Graduate recruitment||||
    innovation|科技创新|Science and technology innovation||||
    shared-facilities|设施资源共享|Shared facilities and resources||||
    joint-running|合作办学|Joint running of an institution||||
    other|其他|Other||||

    """

  static let cooperationForms = """
    code|name_zh|name_en|parent|valid_from|valid_to|successor
    order|订单班|Order class||||
    modern-apprenticeship|现代学徒制|Modern apprenticeship||||
    new-apprenticeship|企业新型学徒制|Enterprise new-style apprenticeship||||
    directed|定向培养|Directed training||||
    entrusted-training|委托培训|Entrusted training||||
    school-enterprise|校企合作|School-enterprise cooperation||||
    school-school|校际合作|School-school cooperation||||
    school-association|校会合作|School-association cooperation||||
    joint-institution|合作办学机构|Joint institution||||

    """

  static let destinationCategories = """
    code|name_zh|name_en|parent|valid_from|valid_to|successor
    10|签就业协议形式就业|Employment agreement||||
    11|签劳动合同形式就业|Labour contract||||
    12|其他录用形式就业|Other form of hire||||
    27|科研助理、管理助理|Research or administrative assistant||||
    271|科研助理|Research assistant|27|||
    46|应征义务兵|Conscript||||
    50|国家基层项目|National grass-roots project||||
    51|地方基层项目|Local grass-roots project||||
    70|待就业|Waiting||||
    71|不就业拟升学|Not employed, plans to study||||
    72|其他暂不就业|Not employed for now, other||||
    75|自主创业|Own business||||
    76|自由职业|Freelance||||
    80|升学|Further study||||
    801|研究生|Further study: postgraduate|80|||
    802|第二学士学位|Further study: second bachelor|80|||
    85|出国、出境|Abroad||||

    """

  static let keyGroups = """
    code|name_zh|name_en|parent|valid_from|valid_to|successor
    poverty|脱贫家庭|Poverty-stricken family||||
    low-income|低收入家庭|Low-income family||||
    zero-employment|零就业家庭|Zero-employment family||||
    disabled|残疾|Disabled, with employment difficulties||||
    other|其他|Other group in difficulty||||

    """

  static let keyIndustries = """
    code|name_zh|name_en|parent|valid_from|valid_to|successor
    energy-power|能源电力|Energy and power||||
    material-chemical|材料化工|Material and chemical industry||||
    equipment-manufacturing|装备制造|Equipment manufacturing||||
    information-communication|信息通信|Information and communication||||
    integrated-circuits|集成电路|Integrated circuits||||
    unnamed-06||Key industry 6 of 15, which nobody named||||
    unnamed-07||Key industry 7 of 15, which nobody named||||
    unnamed-08||Key industry 8 of 15, which nobody named||||
    unnamed-09||Key industry 9 of 15, which nobody named||||
    unnamed-10||Key industry 10 of 15, which nobody named||||
    unnamed-11||Key industry 11 of 15, which nobody named||||
    unnamed-12||Key industry 12 of 15, which nobody named||||
    unnamed-13||Key industry 13 of 15, which nobody named||||
    unnamed-14||Key industry 14 of 15, which nobody named||||
    unnamed-15||Key industry 15 of 15, which nobody named||||
    """

  static let occupations = """
    code|name_zh|name_en|parent|valid_from|valid_to|successor
    1|党的机关、国家机关、群众团体和社会组织、企事业单位负责人|Heads of Party and state bodies, mass and social organisations, enterprises and institutions||||
    2|专业技术人员|Professional and technical personnel||||
    3|办事人员和有关人员|Clerks and related personnel||||
    4|社会生产服务和生活服务人员|Personnel of services to production and to life||||
    5|农、林、牧、渔业生产及辅助人员|Personnel of agriculture, forestry, animal husbandry and fishery||||
    6|生产制造及有关人员|Personnel of production and manufacturing||||
    7|军人|Military personnel||||
    8|不便分类的其他从业人员|Others who are not easily classified||||
    4-12|修理及制作服务人员|Personnel of repair services|4|||
    4-12-01-01|汽车维修工|Motor vehicle repairer|4-12|||
    6-18|机械制造基础加工人员|Personnel of basic machining|6|||
    6-18-02-04|焊工|Welder|6-18|||
    6-22|汽车制造人员|Personnel of motor vehicle manufacturing|6|||
    6-31|生产辅助人员|Personnel of auxiliary work in production|6|||
    6-31-01-03|电工|Electrician|6-31|||
    """
}
