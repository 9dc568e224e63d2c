"""The words rosters use for sex, education, status, ethnicity and floating, with the code they stand for."""

import datetime

from core.intake.fields import choice_rule
from core.texts import shown
from core.values import Tidy, wrong
from members.choices import Education, Ethnicity, Floating, MemberStatus, Sex

SEX = {"男": Sex.MALE, "女": Sex.FEMALE, "男性": Sex.MALE, "女性": Sex.FEMALE}
STATUS = {
    "正式党员": MemberStatus.FORMAL,
    "预备党员": MemberStatus.PROBATIONARY,
    "正式": MemberStatus.FORMAL,
    "党员": MemberStatus.FORMAL,
    "中共党员": MemberStatus.FORMAL,
    "中共正式党员": MemberStatus.FORMAL,
    "预备": MemberStatus.PROBATIONARY,
    "中共预备党员": MemberStatus.PROBATIONARY,
}
FLOATING = {
    **{label: value for value, label in Floating.choices},
    "否": Floating.NONE,
    "无": Floating.NONE,
    "不是": Floating.NONE,
    "未流动": Floating.NONE,
    "是": Floating.OUT,
    "流动": Floating.OUT,
    "外出": Floating.OUT,
    "流出党员": Floating.OUT,
    "流动党员": Floating.OUT,
    "流入党员": Floating.IN,
}
# Two digits are the codes of GB/T 4658, which printed forms ask for.
EDUCATION_WORDS = {
    Education.POSTGRADUATE: "博士 硕士 博士研究生 硕士研究生 在职研究生 研究生及以上 研究生学历 10 11 14",
    Education.BACHELOR: "本科 大学 学士 大本 全日制本科 在职本科 本科学历 大学学历 20 21",
    Education.ASSOCIATE: "大专 专科 高职 高等职业 大专学历 专科学历 30 31",
    Education.VOCATIONAL: "中专 技校 中职 职高 中技 职业高中 中等专科 中专学历 40 41",
    Education.HIGH_SCHOOL: "高中 高中学历 60 61",
    Education.JUNIOR_HIGH: "初级中学 初中学历 70 71",
    Education.PRIMARY: "小学学历 80",
    Education.OTHER: "90",
}
EDUCATION = {
    **{label: value for value, label in Education.choices},
    **{word: value for value, words in EDUCATION_WORDS.items() for word in words.split()},
}
ETHNICITY = {
    **{label: value for value, label in Ethnicity.choices},
    **{label.removesuffix("族"): value for value, label in Ethnicity.choices},
}

known_ethnicity = choice_rule(ETHNICITY)


def tidy_ethnicity(value: object, today: datetime.date) -> Tidy:
    """The code of an ethnicity, with 族 or without; the whole list would be too long a sentence."""
    tidy = known_ethnicity(value, today)
    return wrong(f"{shown(value)}不是民族名称，例如“汉族”。") if tidy.error else tidy
