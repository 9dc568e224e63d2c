"""Code lists of training."""

from django.db import models


class CourseLevel(models.TextChoices):
    """Who holds a course."""

    SUPERIOR = "superior", "上级"
    COUNTY = "county", "县级"
    TOWN = "town", "乡镇级"
    ORGANIZATION = "organization", "党组织"


class CourseKind(models.TextChoices):
    ROTATION = "rotation", "集中轮训"
    INDUCTION = "induction", "任职培训"
    TOPIC = "topic", "专题培训"
    SKILLS = "skills", "实用技能培训"
    DAILY = "daily", "日常学习"
    OTHER = "other", "其他"


class Channel(models.TextChoices):
    """By what means a course reaches people; a target may ask for central ones."""

    CENTRAL = "central", "集中培训"
    WEBSITE = "website", "网站"
    REMOTE = "remote", "远程教育"
    WECHAT = "wechat", "微信群"
    HANDBOOK = "handbook", "手册自学"


class TargetRole(models.TextChoices):
    """Whom a target of a year is set for."""

    MEMBER = "member", "党员"
    LEADER = "leader", "书记班子和党务工作者"


class Trainee(models.TextChoices):
    """Whom lists and figures of training ask about."""

    MEMBER = "member", "党员"
    LEADER = "leader", "书记班子和党务工作者"
    WORKER = "worker", "党务工作者"
    SITE_SECRETARY = "site_secretary", "示范点书记"
    MANAGER = "manager", "经营管理人员"
