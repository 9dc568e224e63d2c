"""Code lists of monthly reports: stored as English words, read in Chinese."""

from django.db import models


class ReportState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已报送"
    TOWN_ACCEPTED = "town_accepted", "乡镇已审"
    ACCEPTED = "accepted", "县级已审"
    RETURNED = "returned", "已退回"


class ReportStatus(models.TextChoices):
    """Where an organization stands in a month, whether or not anybody has begun its report."""

    MISSING = "missing", "未报"
    OVERDUE = "overdue", "逾期"
    DRAFT = "draft", "草稿"
    RETURNED = "returned", "已退回"
    SUBMITTED = "submitted", "已报送"
    TOWN_ACCEPTED = "town_accepted", "乡镇已审"
    ACCEPTED = "accepted", "县级已审"


class FiledSource(models.TextChoices):
    PHONE = "phone", "电话"
    PAPER = "paper", "纸质"
    IN_PERSON = "in_person", "当面"


class RemarkField(models.TextChoices):
    """What a reviewer's remark may stand beside: an answer, or the facts the portal supplied."""

    KNOWN = "known", "平台已有数据"
    UNCHANGED = "unchanged", "本月有无变化"
    MEMBER_CHANGES = "member_changes", "党员变动"
    WORK = "work", "本月工作"
    HELP_WANTED = "help_wanted", "需要的帮助"
