"""Code lists of activities: stored as English words, read in Chinese."""

from django.db import models


class ActivityKind(models.TextChoices):
    """What was held; the first four are the 三会一课."""

    GENERAL_MEETING = "general_meeting", "党员大会"
    COMMITTEE_MEETING = "committee_meeting", "支委会"
    GROUP_MEETING = "group_meeting", "党小组会"
    LECTURE = "lecture", "党课"
    THEME_DAY = "theme_day", "主题党日"
    ORGANIZATION_LIFE = "organization_life", "组织生活会"
    APPRAISAL = "appraisal", "民主评议党员"
    TALK = "talk", "谈心谈话"
    VOLUNTEERING = "volunteering", "公益志愿"
    CONTEST = "contest", "技能竞赛"
    OTHER = "other", "其他"
