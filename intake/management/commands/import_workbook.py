"""Preview a workbook as the page does, and with --commit apply it, all or nothing."""

import datetime
import io
import json
import secrets
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from core.audit import Actor
from core.intake.kinds import Ground
from core.intake.previewing import Asked, preview_workbook
from core.intake.rows import Preview
from core.saving import Refused
from core.workbooks import WorkbookError, read_book
from intake.batches import Sender, apply_batch, check_batch, keep_workbook
from intake.kinds import BY_KEY, KINDS
from intake.lines import masked
from intake.remembering import learned_of
from organizations.choices import RegistrySource
from organizations.intake.vocabulary import AreaBook
from organizations.jurisdiction import whole_county
from organizations.models import Area
from organizations.registry.lists import keep_list
from organizations.registry.previewing import preview_list

AUTO, REGISTRY = "auto", "registry"


class Command(BaseCommand):
    help = "读取乡镇上报的工作簿，或登记机关的名单：默认只预览，加 --commit 才导入。"

    def add_arguments(self, parser):
        parser.add_argument("file", help="工作簿（.xlsx、.xlsm、.xls、.csv）")
        parser.add_argument("--kind", choices=[AUTO, *BY_KEY, REGISTRY], default=AUTO, help="表的种类")
        parser.add_argument("--source", choices=RegistrySource.values, help="登记名单的来源，默认市场监管局")
        parser.add_argument("--area", help="表中没有所属乡镇时使用的管理区域")
        parser.add_argument("--on", help="情况截至日期，如 2017-06-30")
        parser.add_argument("--commit", action="store_true", help="导入，全部成功或全部不导入")
        parser.add_argument("--only-good", action="store_true", help="与 --commit 同用：只导入无误的行")
        parser.add_argument("--json", action="store_true", help="按约定的 JSON 输出")
        parser.add_argument("--show-private", action="store_true", help="JSON 中不遮盖身份证号")

    def handle(self, *args, file, kind, **options):
        data, self.today = self._read(Path(file)), timezone.localdate()
        area, on = self._area(options["area"]), self._day(options["on"])
        try:
            if kind == REGISTRY:
                preview = self._compare(data, Path(file).name, area, on, options)
            else:
                asked = Asked("" if kind == AUTO else kind, on)
                preview = self._run(data, Path(file).name, area, asked, options)
        except (WorkbookError, Refused) as problem:
            raise CommandError(str(problem)) from problem
        self._show(preview, options)

    def _run(self, data, name, area, asked: Asked, options) -> Preview:
        scope, county = whole_county(self.today), Area.objects.get(parent=None)
        if not options["commit"]:
            ground = Ground(scope, self.today, {"area": area}, learned_of(area or county))
            return preview_workbook(read_book(io.BytesIO(data), name), KINDS, ground, asked)
        sender = Sender(Actor(request_id=secrets.token_hex(6)), scope, self.today)
        with transaction.atomic():
            batch = keep_workbook(
                data, name, sender, area or county, sheet_area=area, table_kind=asked.kind, on=asked.on
            )
            try:
                preview = check_batch(batch, sender)
                apply_batch(batch, sender, only_good=options["only_good"])
            except (WorkbookError, Refused):
                batch.file.delete(save=False)
                raise
        return preview

    def _compare(self, data, name, area, on, options) -> Preview:
        """Keep the list, tell what it says, and without --commit take everything back; no unit is changed."""
        county = Area.objects.get(parent=None)
        with transaction.atomic():
            kept = keep_list(
                io.BytesIO(data), name, Actor(), source=options["source"] or RegistrySource.MARKET,
                area=area or county, listed_on=on or self.today, today=self.today,
            )  # fmt: skip
            preview = preview_list(kept.registry, kept.read, whole_county(self.today))
            if not options["commit"]:
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

    def _day(self, text):
        if not text:
            return None
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"“{text}”不是有效日期，请写成 2017-06-30。") from error
        if day > self.today:
            raise CommandError("情况截至日期不能晚于今天。")
        return day

    def _show(self, preview: Preview, options) -> None:
        if options["json"]:
            answer = preview.as_json()
            if not options["show_private"]:
                mask(answer)
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for sheet in preview.sheets:
            self.stdout.write(f"{sheet.name}：{len(sheet.rows)}行，截至{sheet.on.isoformat()}")
            for row in sheet.rows:
                for issue in row.issues:
                    level = "错误" if issue.level == "error" else "提醒"
                    self.stdout.write(f"  第{row.row}行 {level} {issue.column}：{issue.message}")
        for name, reason in preview.left_out:
            self.stdout.write(f"{name}：{reason}")
        summary = preview.summary()
        self.stdout.write("，".join(f"{key} {count}" for key, count in summary.items()))


def mask(answer: dict) -> None:
    """Mask the secret values of every line."""
    for sheet in answer["sheets"]:
        kind = BY_KEY.get(sheet["kind"])
        secret = [field for field in kind.fields.values() if field.secret] if kind else []
        for row in sheet["rows"]:
            values = row["values"]
            hidden = (field for field in secret if values.get(field.name))
            values.update({field.name: masked(field, values[field.name]) for field in hidden})
