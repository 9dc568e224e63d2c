"""Standards, assessments and their marks as tables."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from core.sheets import Column, Sheet
from standards.choices import Result
from standards.models import Assessment, Mark, Standard

ALL_MET = "全部达标"
RESULT_LOOKS = {Result.MET.label: "ok", Result.UNMET.label: "bad", Result.NOT_APPLICABLE.label: "muted"}


def unmet_items(day):
    """Expression on assessments: how many items are unmet."""
    unmet = Mark.objects.filter(assessment=OuterRef("pk"), result=Result.UNMET).order_by()
    return Coalesce(Subquery(unmet.values("assessment").annotate(n=Count("pk")).values("n")), 0)


def conclusion(assessment) -> str:
    return f"{assessment.unmet_items}项未达标" if assessment.unmet_items else ALL_MET


CONCLUSION = Column(
    "unmet_items",
    "结论",
    annotation=unmet_items,
    text=conclusion,
    state=lambda text: "ok" if text == ALL_MET else "warn",
)

ASSESSMENTS = Sheet(
    title="规范化建设评定",
    model=Assessment,
    related=("organization", "standard"),
    ordering=("-made_on", "-pk"),
    columns=(
        Column("made_on"),
        Column("organization", width=34),
        Column("standard"),
        Column("level"),
        CONCLUSION,
        Column("note", width=34),
    ),
    empty_text="没有符合条件的评定。可以放宽筛选条件，或新增评定。",
)

LATEST = Sheet(
    title="各级最近一次评定",
    model=Assessment,
    ordering=("made_on", "pk"),
    columns=(Column("level"), Column("made_on"), CONCLUSION, Column("note", width=34)),
    empty_text="截至这一天还没有评定。",
)

STANDARDS = Sheet(
    title="标准",
    model=Standard,
    ordering=("position", "pk"),
    columns=(
        Column("label"),
        Column("items", "条目", text=lambda standard: "、".join(map(str, standard.items.all())), width=60),
    ),
    empty_text="这一天没有可用的标准。",
)

MARKS = Sheet(
    title="逐项结果",
    model=Mark,
    related=("item",),
    ordering=("item__position", "pk"),
    columns=(Column("item"), Column("result", state=RESULT_LOOKS.get), Column("remark")),
    empty_text="没有逐项结果。",
)
