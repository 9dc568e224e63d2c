"""The sources of money of Party organizations in 沙河市."""

import datetime

from django.db import migrations

EARLY = datetime.date(1990, 1, 1)
SOURCES = (
    ("special_fund", "基层组织建设经费专项"),
    ("dues_returned", "党费返还"),
    ("enterprise_expense", "企业管理费列支"),
    ("social_org_expense", "社会组织管理费"),
    ("dues_subsidy", "留存党费补贴"),
    ("enterprise_own", "企业自筹"),
    ("superior_support", "上级支持"),
    ("pooled_resources", "资源整合（作价）"),
    ("donation", "捐助"),
    ("other", "其他"),
)


def load(apps, schema_editor):
    source_model = apps.get_model("funding", "Source")
    for position, (key, label) in enumerate(SOURCES, 1):
        source_model.objects.create(key=key, label=label, position=position, starts_on=EARLY)


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
