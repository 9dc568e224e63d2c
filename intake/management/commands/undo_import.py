"""Take an import back, all of it, or say what stands in the way."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.audit import Actor
from core.saving import Refused
from intake.undoing import undo_batch
from organizations.models import ImportBatch


class Command(BaseCommand):
    help = "撤回一次导入：新增的删去，改动的恢复；导入后又有变动的，说明原因，不撤回。"

    def add_arguments(self, parser):
        parser.add_argument("batch", type=int, help="导入批次的编号")

    def handle(self, *args, batch, **options):
        kept = ImportBatch.objects.filter(pk=batch).first()
        if kept is None:
            raise CommandError(f"没有编号为{batch}的导入批次，请核对编号。")
        count = kept.facts.count()
        try:
            undo_batch(kept, Actor(), timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"已撤回“{kept.file_name}”的导入，共{count}项变动。")
