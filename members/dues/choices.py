"""Code lists of Party dues: stored as English words, read in Chinese."""

from django.db import models


class DuesCategory(models.TextChoices):
    """By what a member owes dues, in the words of the rule of 2008."""

    WAGE = "wage", "按月领取工资的党员"
    ANNUAL = "annual", "实行年薪制的党员"
    SELF_EMPLOYED = "self_employed", "个体经营者、不按月取得收入的党员"
    RETIRED = "retired", "离退休党员"
    FARMER = "farmer", "农民党员"
    STUDENT = "student", "学生党员"
    LAID_OFF = "laid_off", "下岗失业党员"
    ON_RELIEF = "on_relief", "领取抚恤、救济或低保的党员"


class PaymentKind(models.TextChoices):
    MONTHLY = "monthly", "月度党费"
    VOLUNTARY = "voluntary", "自愿多交（交中央）"


class HandedFor(models.TextChoices):
    MONTH = "month", "按月"
    QUARTER = "quarter", "按季"
