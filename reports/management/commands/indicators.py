"""Prints every figure of the catalogue for a day, for the county or an area, as a table or as JSON."""

import datetime
import json
import unicodedata

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.indicators import Rate
from core.scoping import Scope
from organizations.choices import UnitKind
from organizations.intake.vocabulary import AreaBook
from organizations.models import Area
from reports.catalogue import ALL_KINDS, CATALOGUE, KIND_LABELS, Entry
from reports.days import why_not
from reports.figures import Tally, count_figures
from reports.places import Places, county_scope, places_of

KINDS = (*UnitKind.values, ALL_KINDS)
BY = ("area",)


class Command(BaseCommand):
    help = "输出指标：分子、分母和比率。不指定日期时按今天计算。"

    def add_arguments(self, parser):
        parser.add_argument("--on", metavar="日期", help="如 2017-06-30")
        parser.add_argument("--area", metavar="区域", help="管理区域名称，如 桥东街道；不写为全市")
        parser.add_argument("--kind", metavar="类别", help="enterprise、social_org 或 all；不写则三类都输出")
        parser.add_argument("--by", metavar="分组", help="area：分区域输出")
        parser.add_argument("--json", action="store_true", help="按约定的 JSON 输出")

    def handle(self, *args, on, area, kind, by, **options):
        day = asked_day(on, timezone.localdate())
        kinds = (one_of("--kind", kind, KINDS),) if kind else KINDS
        scope = county_scope(day)
        places = places_of(scope)
        place = asked_area(area, places)
        by = one_of("--by", by, BY) if by else ""
        areas = rows_of(place, places) if by else [place]
        found = list(figures(scope, day, kinds, areas, places))
        self.stdout.write(
            as_json(day, place, found, by) if options["json"] else as_table(day, place, found, by)
        )


def asked_day(text: str | None, today: datetime.date) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text) if text else today
    except ValueError as error:
        raise CommandError(f"“{text}”不是有效日期，请按 2017-06-30 的格式填写。") from error
    if why_not(day, today):
        raise CommandError(f"{why_not(day, today)}，请查询今天（{today.isoformat()}）或以前的日期。")
    return day


def one_of(option: str, text: str, allowed: tuple[str, ...]) -> str:
    if text not in allowed:
        raise CommandError(f"{option} 不能是“{text}”，可以是：{'、'.join(allowed)}。")
    return text


def asked_area(name: str | None, places: Places) -> Area:
    if name in (None, "", places.county.name):
        return places.county
    area = AreaBook().find(name)
    if area is None:
        raise CommandError(f"没有名为“{name}”的管理区域，请按全称填写，例如“桥东街道”。")
    return area


def rows_of(place: Area, places: Places) -> list[Area]:
    return places.rows if place == places.county else [place]


def figures(scope: Scope, day: datetime.date, kinds, areas: list[Area], places: Places):
    """Yield (entry, kind, area, rate), counted in a fixed number of queries."""
    tally: Tally = count_figures(CATALOGUE, scope, day)
    for area in areas:
        inside = places.below(area)
        for known in CATALOGUE:
            for kind in kinds:
                yield known, kind, area, tally.rate(known.key, kind, inside)


def as_json(day: datetime.date, place: Area, found: list, by: str) -> str:
    entries = [{**described(*line), **({"area": line[2].name} if by else {})} for line in found]
    answer = {"on": day.isoformat(), "area": place.name, "indicators": entries}
    # Amounts of money are decimal numbers with two places.
    return json.dumps(answer, ensure_ascii=False, indent=2, default=float)


def described(known: Entry, kind: str, area: Area, rate: Rate) -> dict:
    return {
        "key": known.key,
        "kind": str(kind),
        "label": known.indicator.label,
        "hits": rate.hits,
        "total": rate.total,
        "percent": None if rate.percent is None else str(rate.percent),
        "text": str(rate),
    }


def as_table(day: datetime.date, place: Area, found: list, by: str) -> str:
    lines = [
        (area.name if by else "", k.indicator.label, KIND_LABELS[kind], f"{r.hits}/{r.total}", str(r))
        for k, kind, area, r in found
    ]
    widths = [max(map(columns, column)) for column in zip(*lines, strict=True)]
    rows = (
        "  ".join(padded(text, width) for text, width in zip(line, widths, strict=True)) for line in lines
    )
    return "\n".join([f"{place.name}，截至 {day.isoformat()}", *(row.strip() for row in rows)])


def columns(text: str) -> int:
    """How many columns a terminal gives the text: two for a Chinese sign."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))
