"""Code lists of members, in the words of the national standards; stored as English words, read in Chinese."""

from django.db import models


class Sex(models.TextChoices):
    """GB/T 2261.1."""

    MALE = "male", "男"
    FEMALE = "female", "女"


class Education(models.TextChoices):
    """GB/T 4658."""

    POSTGRADUATE = "postgraduate", "研究生"
    BACHELOR = "bachelor", "大学本科"
    ASSOCIATE = "associate", "大学专科"
    VOCATIONAL = "vocational", "中等职业"
    HIGH_SCHOOL = "high_school", "普通高中"
    JUNIOR_HIGH = "junior_high", "初中"
    PRIMARY = "primary", "小学"
    OTHER = "other", "其他"


class MemberStatus(models.TextChoices):
    FORMAL = "formal", "正式党员"
    PROBATIONARY = "probationary", "预备党员"


class Floating(models.TextChoices):
    """Whether a member lives and works away from the organization that holds the membership."""

    NONE = "none", "非流动"
    IN = "in", "流入"
    OUT = "out", "流出"


class JoinReason(models.TextChoices):
    TRANSFERRED_IN = "transferred_in", "转入组织关系"
    ADMITTED = "admitted", "接收为预备党员"
    RESTORED = "restored", "恢复党籍"
    REGISTERED = "registered", "建档登记"


class LeaveReason(models.TextChoices):
    TRANSFERRED_OUT = "transferred_out", "转出组织关系"
    DIED = "died", "去世"
    EXPELLED = "expelled", "开除党籍"
    REMOVED = "removed", "除名（退党、劝退、自行脱党）"
    DISQUALIFIED = "disqualified", "取消预备党员资格"
    SUSPENDED = "suspended", "停止党籍（失去联系）"


class Ethnicity(models.TextChoices):
    """GB/T 3304."""

    HAN = "han", "汉族"
    MONGOL = "mongol", "蒙古族"
    HUI = "hui", "回族"
    ZANG = "zang", "藏族"
    UYGUR = "uygur", "维吾尔族"
    MIAO = "miao", "苗族"
    YI = "yi", "彝族"
    ZHUANG = "zhuang", "壮族"
    BUYEI = "buyei", "布依族"
    CHOSON = "choson", "朝鲜族"
    MAN = "man", "满族"
    DONG = "dong", "侗族"
    YAO = "yao", "瑶族"
    BAI = "bai", "白族"
    TUJIA = "tujia", "土家族"
    HANI = "hani", "哈尼族"
    KAZAK = "kazak", "哈萨克族"
    DAI = "dai", "傣族"
    LI = "li", "黎族"
    LISU = "lisu", "傈僳族"
    VA = "va", "佤族"
    SHE = "she", "畲族"
    GAOSHAN = "gaoshan", "高山族"
    LAHU = "lahu", "拉祜族"
    SUI = "sui", "水族"
    DONGXIANG = "dongxiang", "东乡族"
    NAXI = "naxi", "纳西族"
    JINGPO = "jingpo", "景颇族"
    KIRGIZ = "kirgiz", "柯尔克孜族"
    TU = "tu", "土族"
    DAUR = "daur", "达斡尔族"
    MULAO = "mulao", "仫佬族"
    QIANG = "qiang", "羌族"
    BLANG = "blang", "布朗族"
    SALAR = "salar", "撒拉族"
    MAONAN = "maonan", "毛南族"
    GELAO = "gelao", "仡佬族"
    XIBE = "xibe", "锡伯族"
    ACHANG = "achang", "阿昌族"
    PUMI = "pumi", "普米族"
    TAJIK = "tajik", "塔吉克族"
    NU = "nu", "怒族"
    UZBEK = "uzbek", "乌孜别克族"
    RUSS = "russ", "俄罗斯族"
    EWENKI = "ewenki", "鄂温克族"
    DEANG = "deang", "德昂族"
    BONAN = "bonan", "保安族"
    YUGUR = "yugur", "裕固族"
    GIN = "gin", "京族"
    TATAR = "tatar", "塔塔尔族"
    DERUNG = "derung", "独龙族"
    OROQEN = "oroqen", "鄂伦春族"
    HEZHEN = "hezhen", "赫哲族"
    MONBA = "monba", "门巴族"
    LHOBA = "lhoba", "珞巴族"
    JINO = "jino", "基诺族"
    OTHER = "other", "其他"
    FOREIGN = "foreign", "外国血统"


class Standing(models.TextChoices):
    """How far a person has come on a day on the way into the Party."""

    APPLICANT = "applicant", "入党申请人"
    ACTIVIST = "activist", "入党积极分子"
    PROSPECT = "prospect", "发展对象"
    PROBATIONARY = "probationary", "预备党员"
    FORMAL = "formal", "已转正"


class Stage(models.TextChoices):
    """The five stages in which the steps of development lie."""

    APPLYING = "applying", "申请入党"
    ACTIVISTS = "activists", "入党积极分子的确定和培养教育"
    PROSPECTS = "prospects", "发展对象的确定和考察"
    ADMITTING = "admitting", "预备党员的接收"
    CONFIRMING = "confirming", "预备党员的教育考察和转正"


class WaitingMeasure(models.TextChoices):
    AT_LEAST = "at_least", "至少间隔"
    AT_MOST = "at_most", "最迟应在"
    EVERY = "every", "每隔"


class WithdrawalReason(models.TextChoices):
    CANCELLED = "cancelled", "取消资格"
    WITHDRAWN = "withdrawn", "本人撤回申请"
    MOVED = "moved", "转出"
    DIED = "died", "去世"
    OTHER = "other", "其他"


class CultivationStep(models.TextChoices):
    """三培养一推荐, in the order in which the county tells of them."""

    TECHNICIAN_TO_MEMBER = "technician_to_member", "把生产技术骨干培养成党员"
    MEMBER_TO_TECHNICIAN = "member_to_technician", "把党员培养成生产技术骨干"
    TECHNICIAN_TO_MANAGER = "technician_to_manager", "把党员技术骨干培养成管理人员"
    MANAGER_TO_DECISION = "manager_to_decision", "把中层管理人员推荐到决策层"
