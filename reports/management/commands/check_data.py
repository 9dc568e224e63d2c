"""Prints every finding of a day with its rows; ends with 1 when something recorded contradicts itself."""

import datetime
import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.scoping import Scope
from organizations.models import Area
from reports.findings import FINDINGS, Entry, narrowed, rows_of
from reports.management.commands.indicators import asked_area, asked_day
from reports.places import county_scope, places_of


class Command(BaseCommand):
    help = "核对数据：逐项列出需要核对的记录；有矛盾时返回1。不指定日期时按今天核对。"

    def add_arguments(self, parser):
        parser.add_argument("--on", metavar="日期", help="如 2017-06-30")
        parser.add_argument("--area", metavar="区域", help="管理区域名称，如 桥东街道；不写为全市")
        parser.add_argument("--json", action="store_true", help="按约定的 JSON 输出")

    def handle(self, *args, on, area, **options):
        day = asked_day(on, timezone.localdate())
        scope = county_scope(day)
        places = places_of(scope)
        place = asked_area(area, places)
        found = found_in(place, scope, day, whole=place == places.county)
        self.stdout.write(as_json(day, found) if options["json"] else as_text(day, place, found))
        wrong = sum(1 for known, rows in found if known.finding.contradiction and rows)
        if wrong:
            raise CommandError(f"有{wrong}项矛盾，请先更正。", returncode=1)


def found_in(place: Area, scope: Scope, day: datetime.date, whole: bool) -> list[tuple[Entry, list]]:
    """Return every finding with its rows in the area."""
    reach = scope if whole else narrowed(scope, place)
    return [(known, list(rows_of(known, reach, day, whole).order_by("pk"))) for known in FINDINGS]


def as_json(day: datetime.date, found: list) -> str:
    findings = [described(known, rows) for known, rows in found]
    return json.dumps({"on": day.isoformat(), "findings": findings}, ensure_ascii=False, indent=2)


def described(known: Entry, rows: list) -> dict:
    finding = known.finding
    return {
        "key": finding.key,
        "label": finding.label,
        "source": finding.source,
        "contradiction": finding.contradiction,
        "count": len(rows),
        "rows": [{"id": row.pk, "name": str(row)} for row in rows],
    }


def as_text(day: datetime.date, place: Area, found: list) -> str:
    lines = [f"{place.name}，截至 {day.isoformat()}"]
    for known, rows in found:
        if rows:
            nature = "矛盾" if known.finding.contradiction else "提示"
            lines.append(f"【{nature}】{known.finding.label}：{len(rows)}{known.subject.measure}")
            lines += [f"  {row.pk} {row}" for row in rows]
    return "\n".join(lines if len(lines) > 1 else [*lines, "没有需要核对的记录。"])
