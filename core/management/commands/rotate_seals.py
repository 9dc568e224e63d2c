"""Seal everything anew under the first key of SEAL_KEYS; may be stopped and run again."""

from django.core.management.base import BaseCommand, CommandError

from core.audit import Actor
from core.rotation import reseal_column, reseal_files, sealed_columns, sealed_files


class Command(BaseCommand):
    help = "用 SEAL_KEYS 的第一个密钥重新密封全部密封内容；可以中断后再次运行。"

    def handle(self, *args, **options):
        unfinished = sum(self._reseal(*column) for column in sealed_columns())
        unfinished += sum(self._reseal_files(*column) for column in sealed_files())
        if unfinished:
            raise CommandError(f"还有{unfinished}项未改用第一个密钥，请先不要删除旧密钥。")
        self.stdout.write("全部密封内容都已使用第一个密钥，旧密钥可以删除。")

    def _reseal(self, model, column, found_by) -> int:
        """Print what became of one column; return how many values are still under another key."""
        return self._tell(model, column, reseal_column(model, column, found_by, Actor()))

    def _reseal_files(self, model, column) -> int:
        return self._tell(model, column, reseal_files(model, column, Actor()))

    def _tell(self, model, column, counts) -> int:
        name = f"{model._meta.verbose_name}·{model._meta.get_field(column).verbose_name}"
        self.stdout.write(f"{name}：重新密封{counts.done}项，无法打开{counts.failed}项，尚余{counts.left}项")
        return counts.left
