"""How headings of unit ledgers are worded: their shapes, those that must be asked about, and ticked ones.

A shape is matched against the whole heading without brackets, commas, slashes and 及, 与, 和.
"""

from core.headings import LEFT_OUT, Mark

BODY = (
    "(?:企业|公司|法人单位|单位|机构|社会组织|社会团体|社会服务机构|社团|民办非企业|个体工商户"
    "|协会|商户|合作社|经营主体|市场主体)"
)
OF_BODY = (
    "(?:非公有制经济|非公有制|非公经济|非公|民营|私营|两新|两企三新|规模以上|规上|组织|经济|登记|注册"
    "|法定|纳入|被覆盖|覆盖|联建|成员|所辖|所在|或|的)"
)
BRANCH = "(?:联合党支部|联合支部|党组织|党支部|支部|党总支|总支|基层党组织|党的组织)"
OF_BRANCH = (
    "(?:所在|所属|归属|覆盖|所建|已建|已建立|建立|组建|加入|挂靠|联合|单独|本级|本单位|企业|单位|的|现)"
)
FOUNDED = "(?:批准|批复|正式|获批)*(?:成立|组建|建立|设立|建|批准|批复)"
DAY = "(?:的)?(?:具体)?(?:时间|日期|年月日|年月)"
ABOUT = "(?:基本|建设|工作)?(?:情况|信息|概况)"
NUMBER = "(?:总人数|总数|人数|数量|名数|数|人员数|人员)"
SENT = "(?:派驻|选派|派出|下派|驻企|包联|联系|县级|市级|镇级|乡镇|帮扶|的)"
GUIDE = f"(?:党建工作|党建|党的建设)?{SENT}*(?:党建工作|党建)?指导员"
PHONE = "(?:联系)?(?:电话|手机|方式|手机号码|手机号|电话号码|号码)(?:手机|固定电话|座机)?"
LEADER = f"支书|(?:现任|{BRANCH}|党委|党组织班子|党)*(?:书记)|{BRANCH}(?:主要)?负责人"

SHAPES = (
    # What only looks like one of our columns.
    (
        LEFT_OUT,
        f"(?:{OF_BODY}|{BODY}|工商|营业执照)+{ABOUT}?(?:成立|设立|注册|登记|开业|创办|创立|建立|投产)?{DAY}",
    ),
    (LEFT_OUT, f"(?:开业|开办|创办|投产|注册|登记){DAY}"),
    (LEFT_OUT, f"(?:法定代表人|法人代表|法人|企业负责人|单位负责人|出资人|业主){PHONE}"),
    (LEFT_OUT, f"{GUIDE}(?:的)?(?:本人)?{PHONE}"),
    (LEFT_OUT, f"{GUIDE}{ABOUT}?{DAY}|{GUIDE}(?:派驻|选派|任职){DAY}"),
    # The unit.
    (
        "name",
        f"(?=.*{BODY}|.*组织)(?:{OF_BODY}|{BODY})*{BODY}(?:{OF_BODY}|{BODY})*{ABOUT}?(?:的)?(?:全称|名称|名)(?:全称)?",
    ),
    ("name", f"(?:{OF_BODY})*(?:两新|经济|非公|社会|两企三新)组织(?:的)?(?:全称|名称)"),
    ("name", "登记名称|注册名称|名称全称|全称"),
    (
        "credit_code",
        r"(?=.*(?:信用|机构代码|统一代码|社会代码))(?=.*[码号])(?:统一|社会|组织|机构|企业|单位|法人|公司|信用|代码|号码|代号|编码|证号|注册|登记"
        r"|或|原|新|营业执照|工商|号|证|码|\d+位|三证合一|五证合一)+",
    ),
    (
        "area",
        "(?:所属|所在|归属|隶属|属地|管理|主管|辖区|企业|单位|填报|归口|管辖)*"
        "(?:乡镇|镇乡|街道|镇街|街镇|镇办|乡办|乡|镇|街|办事处|街道办事处|办|开发区|区域|辖区|地区|属地)+"
        "(?:名称|单位)?",
    ),
    ("area", "(?:所|归)属地(?:乡镇|街道)?"),
    (
        "employees",
        "(?=.*(?:职工|员工|从业|用工|工作人员|在职|在岗|在册|人数))(?:现有|在册|在职|在岗|企业|单位|公司|从业|用工|员工|职工|工作人员|人员|总|规模)+"
        f"(?:{NUMBER}|情况|规模)?",
    ),
    (
        "formal_members",
        f"(?:现有|在册|中共|企业|单位|职工|其中|党员)*{NUMBER}?{ABOUT}?(?:其中|含)?正式(?:党员)?{NUMBER}?",
    ),
    (
        "probationary_members",
        f"(?:现有|在册|中共|企业|单位|职工|其中|党员)*{NUMBER}?{ABOUT}?(?:其中|含)?预备(?:党员)?{NUMBER}?",
    ),
    (
        "members",
        f"(?:现有|在册|中共|企业|单位|公司|职工|全部)*党员{ABOUT}?(?:总|合计|小计)?{NUMBER}?(?:合计|小计|总数)?",
    ),
    ("kind", "(?:单位|机构|组织|主体)(?:类别|性质|类型|种类)|种类|单位属性"),
    # How it is covered.
    ("is_standalone", f"(?:是否)(?:已)?(?:单独|独立)(?:组建|建立|成立|建|设立)?(?:{BRANCH})?"),
    (
        "has_organization",
        f"(?:是否|有无)(?:已经|已)?(?:建立|组建|成立|建成|建有|设立|建|有)?(?:了)?(?:{BRANCH}|党建)|{BRANCH}有无"
        f"|{BRANCH}是否(?:已)?(?:建立|组建|成立)|(?:已)?(?:建立|组建|成立){BRANCH}(?:情况)?|{BRANCH}(?:建立|成立|组建)与否"
        "|(?:是否)?(?:实现)?(?:党的)?组织覆盖|是否建党",
    ),
    (
        "coverage",
        f"(?:{BRANCH}|组织|党建工作|党建|党的工作|两个|党的组织工作)*(?:的)?(?:组建|覆盖|设置|建立|组织设置|建设|统建)"
        "(?:方式|形式|类型|情况|类别|模式|状况|现状|途径)|(?:两个)?覆盖(?:情况|方式|形式)?(?:类型)?",
    ),
    (
        "coverage",
        "(?=.*单独)(?=.*联合)(?:是|单独|独立|联合|挂靠|功能型|区域|行业|统建|未建|未组建|选派|派驻|派|党建|指导员|还是|组建|建|或)+",
    ),
    ("coverage", "(?:组建|建立|成立)党组织(?:的)?(?:方式|形式)"),
    ("organization_type", f"{BRANCH}(?:类型|建制|形式|类别|设置)|组织形式|组织建制"),
    ("organization", f"(?:{OF_BRANCH})*{BRANCH}{ABOUT}?(?:的)?(?:名称|全称|名)(?:全称)?"),
    ("organization", f"(?:{OF_BRANCH})+{BRANCH}|党组织|党支部|联合党支部|联合支部|支部"),
    ("organization_established_on", f"(?:{BRANCH}|党委){ABOUT}?(?:的)?{FOUNDED}{DAY}"),
    (
        "organization_established_on",
        f"(?:组建|批准成立|批复成立|批准设立|批准组建|批准|批复|批准建立|建支|建党组织|(?:组建|成立|建立){BRANCH}){DAY}",
    ),
    ("organization_established_on", f"{FOUNDED}{DAY}{BRANCH}"),
    ("secretary", f"(?:{LEADER}){ABOUT}?(?:的)?(?:(?:姓名|名字)(?:(?:兼任)?职务|任职)?|名)?"),
    (
        "secretary_post",
        f"(?:{LEADER}){ABOUT}?(?:的)?(?:兼任|现任|所任|担任|在企业|在单位|在公司|企业内|企业|本企业|单位|公司|行政|原|工作|的)*"
        "(?:职务|任职|职位|岗位|身份)(?:情况)?",
    ),
    ("secretary_post", "(?:兼任|行政|企业内|企业|在企业)(?:行政)?(?:职务|任职|职位)"),
    ("officer", f"{GUIDE}(?:联络员)?{ABOUT}?(?:的)?(?:姓名|名字|名)?"),
    ("officer", f"{GUIDE}{ABOUT}?(?:的)?姓名(?:及其|其)?(?:所在|工作|原)*单位(?:职务)?|{GUIDE}姓名职务"),
    (
        "officer_post",
        f"{GUIDE}{ABOUT}?(?:的)?(?:所在|工作|原|现|来源|派出)*(?:单位|职务|部门|身份)(?:名称)?(?:及其)?(?:现任|所任)?(?:职务|职位)?",
    ),
    ("phone", f"(?:企业|单位|公司|办公|办公室|联系人|固定|企业联系人|单位联系人)(?:的)?{PHONE}"),
    ("note", "备注说明|备注情况|其他说明|需要说明的情况"),
)

# Headings that may stand for several fields, and what their neighbours tell.
PHONES = ("电话", "手机", "联系方式", "手机号", "手机号码", "电话号码", "联系手机", "联系电话", "联系号码")
PERSONS_PHONES = ("书记电话", "书记联系电话", "书记手机", "书记手机号", "书记手机号码", "书记联系方式")
DAYS = ("成立时间", "成立日期", "成立年月", "建立时间", "建立日期", "设立时间", "设立日期")
POSTS = (
    "职务",
    "职位",
    "任职",
    "现任职务",
    "单位职务",
    "单位及职务",
    "工作单位及职务",
    "职务及单位",
    "工作单位职务",
    "担任职务",
)
PLACES = ("单位", "工作单位", "所在单位")
OF_SECRETARY, OF_OFFICER = ("secretary", "secretary_post"), ("officer", "officer_post")
OF_BRANCHES = ("organization", "coverage", "has_organization", "organization_type", *OF_SECRETARY)
ASKED = {
    **dict.fromkeys((*PHONES, *PERSONS_PHONES), ("phone",)),
    **dict.fromkeys(DAYS, ("organization_established_on", "opened_on")),
    **dict.fromkeys(POSTS, ("secretary_post", "officer_post")),
    **dict.fromkeys(PLACES, ("name", "officer_post")),
    **dict.fromkeys(("企业", "非公企业", "公司", "社会组织"), ("name",)),
    **dict.fromkeys(("姓名", "名字"), ("secretary", "officer")),
    **dict.fromkeys(("负责人", "负责人姓名", "主要负责人"), ("secretary",)),
    "组织名称": ("name", "organization"),
    "组织全称": ("name", "organization"),
    "类型": ("kind", "organization_type"),
    "党员情况": ("members",),
    "是否覆盖": ("has_organization",),
}
ASK = {"": None}  # whatever stands beside it
PHONE_AFTER = dict.fromkeys(OF_SECRETARY, "phone") | dict.fromkeys(OF_OFFICER, LEFT_OUT)
OF_UNITS = (
    "name", "credit_code", "registration_number", "kind", "enterprise_type", "social_type", "industry",
    "supervising_body", "legal_representative", "legal_standing", "address",
)  # fmt: skip
DAY_AFTER = dict.fromkeys(OF_BRANCHES, "organization_established_on") | dict.fromkeys(OF_UNITS, "opened_on")
NAMED_AFTER = {"coverage": "organization", "has_organization": "organization"}
POST_AFTER = {"secretary": "secretary_post", "officer": "officer_post"}
PLACE_AFTER = {"officer": "officer_post"}
LED_AFTER = {"organization": "secretary", "name": LEFT_OUT}
AFTER = {
    **dict.fromkeys(PHONES, PHONE_AFTER),
    # The unit's own heading; what stands after an officer may be his.
    "联系电话": {"": "phone", **dict.fromkeys(OF_OFFICER, None)},
    **dict.fromkeys((*PERSONS_PHONES, "姓名", "名字", "是否覆盖"), ASK),
    **dict.fromkeys(DAYS, DAY_AFTER),
    **dict.fromkeys(POSTS, POST_AFTER),
    **dict.fromkeys(PLACES, PLACE_AFTER),
    **dict.fromkeys(("负责人", "负责人姓名", "主要负责人"), LED_AFTER),
    **dict.fromkeys(("组织名称", "组织全称"), NAMED_AFTER),
    "类型": {"organization": "organization_type", "name": "kind"},
}
PHONE_BEFORE = {"secretary": "phone", "officer": None}
BEFORE = {heading: PHONE_BEFORE for heading in PHONES if heading != "联系电话"}

# Headings of columns that are ticked.
STANDALONE, JOINT, GUIDED = (
    Mark("coverage", "单独组建"),
    Mark("coverage", "联合组建"),
    Mark("coverage", "派指导员"),
)
NOT_BUILT = Mark("coverage", "未组建")
MARKS = {
    **dict.fromkeys(
        (
            "单独组建",
            "单独",
            "独立组建",
            "单独建",
            "单建",
            "独立",
            "单独建立",
            "单独组建党组织",
            "单独组建党支部",
            "单独成立",
            "独立党支部",
            "单独党支部",
        ),
        STANDALONE,
    ),
    **dict.fromkeys(
        (
            "联合组建",
            "联合",
            "联合建",
            "联建",
            "联合建立",
            "联合组建党组织",
            "联合组建党支部",
            "联合成立",
            "联合党支部",
            "联合支部",
            "是否联合组建",
        ),
        JOINT,
    ),
    **{
        word: Mark("coverage", word)
        for word in (
            "区域统建",
            "行业统建",
            "挂靠组建",
            "挂靠",
            "功能型",
            "功能型党组织",
            "区域联建",
            "行业联建",
        )
    },
    **dict.fromkeys(
        (
            "指导员",
            "派指导员",
            "选派指导员",
            "派驻指导员",
            "党建指导员",
            "选派党建指导员",
            "派驻党建指导员",
            "仅派指导员",
            "派党建指导员",
            "是否派驻指导员",
            "是否选派指导员",
            "是否派指导员",
            "是否派驻党建指导员",
            "是否选派党建指导员",
            "是否有党建指导员",
            "有无指导员",
            "是否有指导员",
            "是否派党建指导员",
            "指导员覆盖",
            "工作覆盖",
            "是否工作覆盖",
            "已派指导员",
        ),
        GUIDED,
    ),
    **dict.fromkeys(
        (
            "未组建",
            "未建",
            "未建立",
            "未覆盖",
            "无党组织",
            "未组建党组织",
            "未建立党组织",
            "空白",
            "尚未组建",
        ),
        NOT_BUILT,
    ),
    **dict.fromkeys(
        ("党组织", "党支部", "有党组织", "已建党组织", "已组建", "已建", "建立党组织", "组建党组织"),
        Mark("has_organization", "是", "否"),
    ),
}
