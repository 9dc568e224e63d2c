"""Code lists of the ground: stored as English words, read in Chinese."""

from django.db import models


class AreaKind(models.TextChoices):
    COUNTY = "county", "县（市）"
    STREET = "street", "街道"
    TOWN = "town", "镇"
    TOWNSHIP = "township", "乡"
    ZONE = "zone", "开发区"


class UnitKind(models.TextChoices):
    ENTERPRISE = "enterprise", "非公企业"
    SOCIAL_ORG = "social_org", "社会组织"


class EnterpriseType(models.TextChoices):
    PRIVATE = "private", "私营企业"
    FOREIGN = "foreign", "外商投资企业"
    HK_MACAO_TAIWAN = "hk_macao_taiwan", "港澳台商投资企业"
    MIXED = "mixed", "民营控股企业"
    SELF_EMPLOYED = "self_employed", "个体工商户"
    COOPERATIVE = "cooperative", "农民专业合作社"


class SocialType(models.TextChoices):
    ASSOCIATION = "association", "社会团体"
    SERVICE = "service", "社会服务机构（民办非企业单位）"
    FOUNDATION = "foundation", "基金会"
    LAW_FIRM = "law_firm", "律师事务所"
    ACCOUNTING_FIRM = "accounting_firm", "会计师事务所"


class ExitReason(models.TextChoices):
    SUSPENDED = "suspended", "停产"
    SHELL = "shell", "空壳"
    DORMANT = "dormant", "僵尸企业"
    DUPLICATE = "duplicate", "一企多照"
    DEREGISTERED = "deregistered", "注销"
    MOVED_OUT = "moved_out", "迁出"


class OrganizationType(models.TextChoices):
    COMMITTEE = "committee", "党委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"
    JOINT_BRANCH = "joint_branch", "联合党支部"
    TEMPORARY = "temporary", "临时党支部"
    FUNCTIONAL = "functional", "功能型（兼合式）党组织"


class Formation(models.TextChoices):
    STANDALONE = "standalone", "单独组建"
    JOINT = "joint", "联合组建"
    REGIONAL = "regional", "区域统建"
    TRADE = "trade", "行业统建"
    ATTACHED = "attached", "挂靠组建"
    FUNCTIONAL = "functional", "功能型（兼合式）"


class CloseReason(models.TextChoices):
    UNIT_CLOSED = "unit_closed", "所在单位注销或迁出"
    MERGED = "merged", "合并"
    NO_MEMBERS = "no_members", "党员不足"
    REPLACED = "replaced", "改建为其他党组织"


class CoverageState(models.TextChoices):
    """Where a unit of the base stands on a day; the five are disjoint and sum to the base."""

    STANDALONE = "standalone", "单独组建"
    JOINT = "joint", "联合组建"
    GUIDANCE = "guidance", "仅派指导员"
    NONE = "none", "未覆盖"
    UNKNOWN = "unknown", "未摸排"


class PostRole(models.TextChoices):
    SECRETARY = "secretary", "书记"
    DEPUTY = "deputy", "副书记"
    ORGANIZATION = "organization", "组织委员"
    PUBLICITY = "publicity", "宣传委员"
    DISCIPLINE = "discipline", "纪检委员"
    MEMBER = "member", "委员"


class PostSource(models.TextChoices):
    MANAGEMENT = "management", "管理层党员"
    UNION = "union", "工会负责人"
    INTERNAL = "internal", "其他内部人选"
    HIRED = "hired", "社会选聘"
    SENT = "sent", "上级选派"
    UNKNOWN = "unknown", "未登记"


class VisitManner(models.TextChoices):
    ON_SITE = "on_site", "上门走访"
    PHONE = "phone", "电话联系"
    MEETING = "meeting", "座谈会"


class Role(models.TextChoices):
    COUNTY_CLERK = "county_clerk", "县级工作人员"
    TOWN_CLERK = "town_clerk", "乡镇（街道、开发区）工作人员"
    SECRETARY = "secretary", "党组织书记"
    OFFICER = "officer", "党建工作指导员"
    LEADER = "leader", "领导"
    AUDITOR = "auditor", "审计员"
    SYSADMIN = "sysadmin", "系统管理员"


class BatchState(models.TextChoices):
    PREVIEWED = "previewed", "待确认"
    APPLIED = "applied", "已导入"
    UNDONE = "undone", "已撤回"


class PoliticalStanding(models.TextChoices):
    MEMBER = "member", "中共党员"
    PROBATIONARY = "probationary", "中共预备党员"
    LEAGUE = "league", "共青团员"
    OTHER_PARTY = "other_party", "民主党派"
    MASSES = "masses", "群众"


class Affiliation(models.TextChoices):
    SUPERVISOR = "supervisor", "业务主管单位"
    ATTACHED = "attached", "挂靠单位"
    LOCAL = "local", "属地"
    TRADE = "trade", "行业"
    OTHER = "other", "其他党组织"


class SuccessionKind(models.TextChoices):
    MERGED = "merged", "合并"
    SPLIT = "split", "分设"
    REBUILT = "rebuilt", "改建"


class UncoveredReason(models.TextChoices):
    """Why a unit stays without an organization; the words of the civil-affairs form."""

    SHOULD_HAVE = "should_have", "应建未建"
    NOT_READY = "not_ready", "有党员但不符合建立党组织条件"
    NO_MEMBERS = "no_members", "无党员"
    OTHER = "other", "其他"


class Measure(models.TextChoices):
    STANDALONE = "standalone", "单独组建"
    JOINT = "joint", "联合组建"
    OFFICER = "officer", "选派指导员"


class OfficerService(models.TextChoices):
    FULL_TIME = "full_time", "专职"
    PART_TIME = "part_time", "兼职"


class OfficerGrade(models.TextChoices):
    COUNTY = "county", "县级党建指导员"
    TOWN = "town", "乡镇（街道、开发区）联络员"


class PositionClass(models.TextChoices):
    """What a holder of a Party post is on the side of the unit (双向进入、交叉任职)."""

    BOARD = "board", "董事会"
    SUPERVISORS = "supervisors", "监事会"
    MANAGEMENT = "management", "经营管理层"
    MIDDLE = "middle", "中层"
    UNION = "union", "工会"
    OTHER = "other", "其他岗位"


class SiteLevel(models.TextChoices):
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWN = "town", "乡镇级"


class TermState(models.TextChoices):
    """Where the term of an organization stands on a day, told to the body above it in good time."""

    RUNNING = "running", "在任"
    SIX_MONTHS = "six_months", "6个月内届满"
    THREE_MONTHS = "three_months", "3个月内届满"
    ONE_MONTH = "one_month", "1个月内届满"
    OVERDUE = "overdue", "届满未换届"
    NONE = "none", "未登记届次"
    NOT_ELECTED = "not_elected", "不需换届"


class RegistrySource(models.TextChoices):
    """Which registry a list comes from; it also says which kind of unit the list is about."""

    MARKET = "market", "市场监管局"
    CIVIL = "civil", "民政局"


class LineFault(models.TextChoices):
    """Why a line of a registry list cannot be compared as it stands."""

    DUPLICATE = "duplicate", "名单内重复"
    BAD_CODE = "bad_code", "代码有误"
    NO_NAME = "no_name", "没有代码和名称"


class RegistryMatch(models.TextChoices):
    """How a line was tied to a unit; left empty while the comparison of the day decides."""

    CODE = "code", "代码相同"
    NAME = "name", "名称相同，已确认"
    FORMER_NAME = "former_name", "曾用名相同，已确认"
    REJECTED = "rejected", "已确认不是同一家"


class RegistryDecision(models.TextChoices):
    NONE = "none", "未处理"
    ADDED = "added", "已登记为单位"
    CLOSED = "closed", "已注销或迁出"
    RENAMED = "renamed", "已更名"
    MOVED = "moved", "已变更管理区域"
    KEPT = "kept", "维持不变"
    EXCLUDED = "excluded", "不纳入"


class AdviceState(models.TextChoices):
    """Where an item of advice stands on a day; derived from its days, stored nowhere."""

    OPEN = "open", "待办"
    OVERDUE = "overdue", "逾期"
    CLOSED = "closed", "已办结"


class PlanState(models.TextChoices):
    """Where a plan stands on a day; derived from its days and from what covers the unit, stored nowhere."""

    RUNNING = "running", "进行中"
    OVERDUE = "overdue", "逾期未落实"
    DONE = "done", "已落实"
    ENDED = "ended", "已结束"
    LATER = "later", "尚未开始"
