"""Code lists of assessments: stored as English words, read in Chinese."""

from django.db import models


class Level(models.TextChoices):
    """Who assesses; the order is that of the columns side by side."""

    SELF = "self", "自评"
    TOWN = "town", "乡镇评定"
    COUNTY = "county", "县级评定"


class Result(models.TextChoices):
    MET = "met", "达标"
    UNMET = "unmet", "未达标"
    NOT_APPLICABLE = "not_applicable", "不适用"
