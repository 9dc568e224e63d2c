"""Fill an empty database with an invented county, and write down the accounts that open it."""

import datetime
import os
from pathlib import Path
from random import Random

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.passwords import random_password
from activities import demo as activities_demo
from core.audit import Actor
from core.saving import add
from funding import demo as funding_demo
from members import demo as members_demo
from members.dues import demo as dues_demo
from organizations import demo as ground_demo
from organizations import demo_guidance, demo_showcase, demo_units
from organizations.choices import Role
from organizations.models import Area, Jurisdiction, Unit
from reports import demo as reports_demo
from standards import demo as standards_demo

SEED = 130582
MONTHS = 12
FILE_NAME = "demo-accounts.txt"
STAFF = (Role.COUNTY_CLERK, Role.TOWN_CLERK, Role.AUDITOR, Role.SYSADMIN)


class Command(BaseCommand):
    help = "生成演示数据：一个虚构的小县，人员和单位均为虚构。"

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="库中已有数据时什么也不做")
        parser.add_argument("--force", action="store_true", help="库中已有数据时仍然生成")

    def handle(self, *args, if_empty, force, **options):
        if self._holds_data() and not force:
            if if_empty:
                return
            raise CommandError("数据库中已有数据，没有生成演示数据。确需生成请加 --force。")
        today = timezone.localdate()
        with transaction.atomic():
            accounts = self._build(today)
        self._tell(accounts)

    def _holds_data(self) -> bool:
        return Unit.objects.exists() or get_user_model().objects.exists()

    def _build(self, today) -> list[tuple[str, str, str]]:
        random, by = Random(SEED), Actor()  # noqa: S311 - invented data, not secrets
        ground = ground_demo.build(today, random, by)
        demo_showcase.build(ground, today, Random(SEED), by)  # noqa: S311 - invented data, not secrets
        demo_guidance.build(ground.officers, today, Random(SEED), by)  # noqa: S311 - likewise
        demo_units.build(ground, today, Random(SEED), by)  # noqa: S311 - likewise
        months = last_months(today)
        for demo in (members_demo, activities_demo, funding_demo, standards_demo, reports_demo):
            demo.build(ground.organizations, months, random, by)
        dues_demo.build(ground.organizations, months, Random(SEED), by)  # noqa: S311 - likewise
        return [self._account(*line, today) for line in people(ground)]

    def _account(self, role, username, name, over, today) -> tuple[str, str, str]:
        password = random_password()
        user = get_user_model()(username=username, full_name=name, must_change_password=False)
        user.is_staff = role in STAFF
        user.set_password(password)
        add(user, Actor())
        add(
            Jurisdiction(user=user, role=role, starts_on=today - datetime.timedelta(days=730), **over),
            Actor(),
        )
        return role.value, username, password

    def _tell(self, accounts) -> None:
        text = "".join(f"{role} {username} {password}\n" for role, username, password in accounts)
        path = Path(settings.DATA_DIR) / FILE_NAME
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
        path.chmod(0o600)
        self.stdout.write(f"已生成演示数据。演示账号（角色 用户名 密码，另存于 {path}）：\n{text}")


def last_months(today: datetime.date) -> list[datetime.date]:
    """Return the first days of the twelve months up to this one, oldest first."""
    months, first = [], today.replace(day=1)
    for _ in range(MONTHS):
        months.insert(0, first)
        first = (first - datetime.timedelta(days=1)).replace(day=1)
    return months


def people(ground):
    """Yield role, user name, name and what the role is held over, for everybody of the demo."""
    county = Area.objects.get(parent=None)
    yield Role.COUNTY_CLERK, "county", "县级工作人员（演示）", {"area": county}
    for number, area in enumerate(ground.areas, 1):
        yield Role.TOWN_CLERK, f"town{number}", f"{area}工作人员（演示）", {"area": area}
    for number, organization in enumerate((ground.organizations[0], ground.organizations[6]), 1):
        yield Role.SECRETARY, f"secretary{number}", f"书记（演示{number}）", {"organization": organization}
    yield Role.OFFICER, "officer", ground.officers[0].name, {"officer": ground.officers[0]}
    yield Role.LEADER, "leader", "领导（演示）", {"area": county}
    yield Role.AUDITOR, "auditor", "审计员（演示）", {}
    yield Role.SYSADMIN, "sysadmin", "系统管理员（演示）", {}
