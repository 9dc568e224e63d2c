"""Do one piece of work on a kept workbook in a process of its own; started by the pages."""

import logging

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils import timezone

from core.audit import Actor
from intake.batches import Sender
from intake.jobs import LABELS, finish, mark
from organizations.jurisdiction import held_by, scope_of
from organizations.models import ImportBatch

IMPORT = "organizations.import_workbook"
BROKEN = "{label}时出了错，什么都没有保存。请把编号{number}告诉系统管理员。"
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "办理一个已上传工作簿的核对、导入或撤回（由网页启动，一般不用手工执行）。"

    def add_arguments(self, parser):
        parser.add_argument("batch", type=int)
        parser.add_argument("job", choices=list(LABELS))
        parser.add_argument("--user", type=int, required=True)
        parser.add_argument("--request", default="command")
        parser.add_argument("--address", default="")

    def handle(self, *args, batch, job, user, request, address, **options):
        person, today = get_user_model().objects.get(pk=user), timezone.localdate()
        scope = scope_of(held_by(person, today), today).granting(IMPORT)
        kept = ImportBatch.objects.get(pk=batch)
        try:
            finish(kept, job, Sender(Actor(person, request, address), scope, today))
        except Exception:
            logger.exception("import %s: %s failed, request %s", batch, job, request)
            mark(kept, "", BROKEN.format(label=LABELS[job], number=request))
