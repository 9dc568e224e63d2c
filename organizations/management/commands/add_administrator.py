"""Open the account of a system administrator, who then opens all others: without one nobody can begin."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.passwords import random_password, set_first_password
from core.audit import Actor
from core.saving import Refused, add, refuse_invalid
from organizations.choices import Role
from organizations.models import Jurisdiction


class Command(BaseCommand):
    help = "建立系统管理员账号；初始密码只显示这一次，72小时内有效。"

    def add_arguments(self, parser):
        parser.add_argument("username", help="用户名")
        parser.add_argument("full_name", help="姓名")

    def handle(self, *args, username, full_name, **options):
        password = random_password()
        user = get_user_model()(username=username, full_name=full_name, is_staff=True)
        set_first_password(user, password, timezone.now())
        try:
            self._add(user)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"已建立系统管理员“{full_name}”（用户名 {username}），初始密码：{password}")

    def _add(self, user):
        with transaction.atomic():
            refuse_invalid(user)
            add(user, Actor())
            role = Jurisdiction(user=user, role=Role.SYSADMIN, starts_on=timezone.localdate())
            add(role, Actor(), reason="命令行")
