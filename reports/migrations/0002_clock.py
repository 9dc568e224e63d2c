"""The dated rules by which a month opens, is due, locks, and leaves time for mending."""

import datetime

from django.db import migrations

EARLY = datetime.date(1990, 1, 1)
SOURCE = "县级设定"
RULES = (
    ("report_opens", "月报开始填报（当月第几日）", 25),
    ("report_due", "月报截止（次月第几日）", 3),
    ("report_locks", "月报锁定（次月第几日）", 10),
    ("report_repair", "月报退回后修改天数（天）", 7),
)


def load(apps, schema_editor):
    rules = apps.get_model("organizations", "DatedRule")
    for key, label, value in RULES:
        rules.objects.create(key=key, label=label, value=value, source=SOURCE, starts_on=EARLY)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("organizations", "0002_shahe")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
