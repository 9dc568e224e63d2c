"""Writes the summary workbook of a month."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.models.periods import MONTH_PATTERN, month_of
from reports.places import county_scope
from reports.summary_figures import as_of, summary_of
from reports.summary_workbook import write_summary


class Command(BaseCommand):
    help = "输出某月党组织覆盖情况汇总表（.xlsx）；当月未结束时统计到今天。"

    def add_arguments(self, parser):
        parser.add_argument("--month", metavar="月份", required=True, help="如 2017-06")
        parser.add_argument("-o", "--output", metavar="文件", required=True, help="如 汇总表.xlsx")

    def handle(self, *args, month, output, **options):
        today = timezone.localdate()
        check_month(month, month_of(today))
        on = as_of(month, today)
        scope = county_scope(on)
        try:
            with Path(output).open("wb") as stream:
                write_summary(stream, summary_of(scope, on), scope, settings.DEPARTMENT_NAME, today)
        except OSError as error:
            raise CommandError(f"无法写入 {output}，请确认文件夹存在、可以写入，文件没有被打开。") from error
        self.stdout.write(f"已写入 {output}，截至 {on.isoformat()}。")


def check_month(month: str, this: str) -> None:
    if not re.match(MONTH_PATTERN, month):
        raise CommandError(f"“{month}”不是有效月份，请按 2017-06 的格式填写。")
    if month > this:
        raise CommandError(f"{month}还没有到，请选择本月或以前的月份。")
