"""Code lists of the ledger: stored as English words, read in Chinese."""

from django.db import models


class EntryKind(models.TextChoices):
    INCOME = "income", "收入"
    EXPENSE = "expense", "支出"


class Purpose(models.TextChoices):
    ACTIVITY = "activity", "活动"
    VENUE = "venue", "场所建设"
    TRAINING = "training", "培训"
    READING = "reading", "书报"
    ALLOWANCE = "allowance", "补贴"
    OFFICE = "office", "办公"
    OTHER = "other", "其他"
