"""Preview a township's workbook, and with --commit apply it, all or nothing."""

import datetime
import io
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from core.audit import Actor
from core.saving import Refused
from core.workbooks import WorkbookError
from organizations.choices import RegistrySource, UnitKind
from organizations.intake.batches import apply_batch, keep_workbook, preview_batch
from organizations.intake.previewing import preview_workbook
from organizations.intake.rows import Preview
from organizations.intake.vocabulary import AreaBook
from organizations.jurisdiction import whole_county
from organizations.models import Area
from organizations.registry.lists import keep_list
from organizations.registry.previewing import preview_list

KINDS = {"auto": "", "units": "", "social_orgs": UnitKind.SOCIAL_ORG}
NOT_YET = ("members",)
REGISTRY = "registry"


class Command(BaseCommand):
    help = "读取乡镇上报的单位台账，或登记机关的名单：默认只预览，加 --commit 才导入。"

    def add_arguments(self, parser):
        parser.add_argument("file", help="工作簿（.xlsx、.xlsm、.xls、.csv）")
        parser.add_argument("--kind", choices=[*KINDS, REGISTRY, *NOT_YET], default="auto", help="表的种类")
        parser.add_argument("--source", choices=RegistrySource.values, help="登记名单的来源，默认市场监管局")
        parser.add_argument("--area", help="表中没有所属乡镇时使用的管理区域")
        parser.add_argument("--on", help="情况截至日期，如 2017-06-30")
        parser.add_argument("--commit", action="store_true", help="导入，全部成功或全部不导入")
        parser.add_argument("--only-good", action="store_true", help="与 --commit 同用：只导入无误的行")
        parser.add_argument("--json", action="store_true", help="按约定的 JSON 输出")

    def handle(self, *args, file, kind, area, on, commit, only_good, **options):
        if kind in NOT_YET:
            raise CommandError("目前只能导入单位台账（非公企业、社会组织）和登记名单。")
        today = timezone.localdate()
        data = self._read(Path(file))
        place, day = self._area(area), self._day(on, today)
        try:
            if kind == REGISTRY:
                preview = self._compare(data, Path(file).name, today, commit, options["source"], place, day)
            else:
                given = {"sheet_area": place, "kind": KINDS[kind], "on": day}
                preview = self._run(data, Path(file).name, today, commit, only_good, given)
        except (WorkbookError, Refused) as problem:
            raise CommandError(str(problem)) from problem
        self._show(preview, options)

    def _run(self, data, name, today, commit, only_good, given) -> Preview:
        scope = whole_county(today)
        if not commit:
            return preview_workbook(
                io.BytesIO(data), name, scope=scope, today=today, on=given["on"],
                area=given["sheet_area"], kind=given["kind"] or None,
            )  # fmt: skip
        county = Area.objects.get(parent=None)
        with transaction.atomic():
            batch = keep_workbook(data, name, Actor(), scope, today=today, area=county, **given)
            preview = preview_batch(batch, scope, today)
            try:
                apply_batch(batch, Actor(), scope, today, only_good=only_good)
            except Refused:
                batch.file.delete(save=False)
                raise
        return preview

    def _compare(self, data, name, today, commit, source, area, on) -> Preview:
        """Keep the list, tell what it says, and without --commit take everything back; no unit is changed."""
        county = Area.objects.get(parent=None)
        with transaction.atomic():
            kept = keep_list(
                io.BytesIO(data), name, Actor(), source=source or RegistrySource.MARKET, area=area or county,
                listed_on=on or today, today=today,
            )  # fmt: skip
            preview = preview_list(kept.registry, kept.read, whole_county(today))
            if not commit:
                preview.batch = None
                transaction.set_rollback(True)
        return preview

    def _read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise CommandError(f"打不开文件：{path}。请核对路径。") from error

    def _area(self, name):
        if not name:
            return None
        area = AreaBook().find(name)
        if area is None:
            raise CommandError(f"没有名为“{name}”的管理区域，请按全称填写，例如“桥东街道”。")
        return area

    def _day(self, text, today):
        if not text:
            return None
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"“{text}”不是有效日期，请写成 2017-06-30。") from error
        if day > today:
            raise CommandError("情况截至日期不能晚于今天。")
        return day

    def _show(self, preview: Preview, options) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(preview.as_json(), ensure_ascii=False, indent=1))
            return
        for sheet in preview.sheets:
            self.stdout.write(f"{sheet.name}：{len(sheet.rows)}行，截至{sheet.on.isoformat()}")
            for row in sheet.rows:
                for issue in row.issues:
                    level = "错误" if issue.level == "error" else "提醒"
                    self.stdout.write(f"  第{row.row}行 {level} {issue.column}：{issue.message}")
        summary = preview.summary()
        self.stdout.write("，".join(f"{key} {count}" for key, count in summary.items()))
