"""How the cell of each column of a unit ledger is made usable."""

import datetime
import re
from collections.abc import Callable
from functools import lru_cache

from core.persons import ABSENT, tidy_person
from core.texts import half_width, shown, without_blanks
from core.values import (
    Tidy,
    tidy_choice,
    tidy_count,
    tidy_date,
    tidy_name,
    tidy_phone,
    tidy_text,
    tidy_yes_no,
    written,
)
from organizations.intake.coverage_words import tidy_coverage
from organizations.intake.settling import tidy_answer
from organizations.intake.vocabulary import KIND_WORDS

CACHED = 20_000
QUOTES = "'‘’`\"“”"
NO_CODE = ABSENT | {"未办理", "办理中", "待补", "不详"}
NO_ORGANIZATION = ABSENT | {"未建", "未组建", "未建立", "未成立", "没有党组织", "无党组织"}
ONLY_MARKS = {"√", "✓", "✔", "是", "有", "已建", "已组建", "已建立"}
NOT_YET = re.compile("(?:筹建|筹备|拟建|待建|正在组建|申请)中?")
PARTY = re.compile("党|支部|委|总支")
ITEM = re.compile(r"^\d{1,3}[.、]\s*(?=[\u3400-\u9fff])")
LIKE_CODE = re.compile(r"[0-9A-Za-z.\-+]+")
LEGAL_FORM = re.compile("有限公司|有限责任公司|股份公司")
GONE = re.compile("注销|吊销|停产|停业|迁出|搬迁|倒闭|关闭|破产")


def tidy_unit_name(value: object) -> Tidy:
    """A name of a body; what looks like a number, several bodies or a remark is told."""
    tidy = tidy_name(value)
    name = ITEM.sub("", tidy.value or "")
    if LIKE_CODE.fullmatch(name):
        return Tidy(error=f"{shown(value)}不是单位名称，请核对是否填错了列。")
    if len(LEGAL_FORM.findall(name)) > 1:
        return Tidy(name, warning=f"{shown(value)}可能写了几家单位，请每行填一家。")
    if GONE.search(name) or name != (tidy.value or ""):
        return Tidy(name, warning=f"{shown(value)}带有名称以外的字，按“{name}”读取，请核对。")
    return tidy


def tidy_organization(value: object) -> Tidy:
    """A name; words for none are none, and a tick is no name."""
    tidy = tidy_name(value)
    text = without_blanks(tidy.value or "")
    if text in NO_ORGANIZATION:
        return Tidy()
    if text in ONLY_MARKS:
        return Tidy(error=f"{shown(value)}不是党组织名称，请填写全称。")
    if NOT_YET.fullmatch(text):
        return Tidy(warning=f"{shown(value)}不是党组织名称，按空白处理，请核对。")
    if not PARTY.search(text):
        return Tidy(tidy.value, warning=f"{shown(value)}不像党组织名称，请核对是否填错了列。")
    return tidy


def tidy_kind(value: object) -> Tidy:
    return tidy_choice(value, KIND_WORDS)


def tidy_post(value: object) -> Tidy:
    return Tidy() if without_blanks(written(value)) in ABSENT else tidy_text(value)


def code_in(cell: object) -> object:
    """The cell of a code without the quotes that keep it text; words for none are none."""
    if not isinstance(cell, str):
        return cell
    text = half_width(cell).strip().strip(QUOTES)
    return "" if without_blanks(text) in NO_CODE else text


RULES: dict[str, Callable[[object], Tidy]] = {
    "name": tidy_unit_name,
    "credit_code": tidy_text,
    "area": tidy_text,
    "employees": tidy_count,
    "formal_members": tidy_count,
    "probationary_members": tidy_count,
    "members": tidy_text,
    "phone": tidy_phone,
    "coverage": tidy_coverage,
    "kind": tidy_kind,
    "organization": tidy_organization,
    "organization_type": tidy_text,
    "has_organization": tidy_answer,
    "is_standalone": tidy_yes_no,
    "note": tidy_text,
    "officer_post": tidy_post,
    "secretary_post": tidy_post,
    "secretary": tidy_person,
    "officer": tidy_person,
}


@lru_cache(maxsize=CACHED, typed=True)
def tidied_cell(name: str, value: object) -> Tidy:
    """Cells repeat: counts, words and the names of joint branches."""
    return RULES[name](value)


@lru_cache(maxsize=CACHED, typed=True)
def tidied_day(value: object, latest: datetime.date) -> Tidy:
    return tidy_date(value, latest=latest)


@lru_cache(maxsize=CACHED, typed=True)
def tidied_person(value: object) -> Tidy:
    """A person in a column of names with posts."""
    return tidy_person(value, with_post=True)
