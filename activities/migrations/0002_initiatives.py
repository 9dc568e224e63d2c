"""The initiatives of 沙河市 with their elements, in the words of the county."""

import datetime

from django.db import migrations

# When they began is not on record: like the areas, they hold from the first day the portal knows.
EARLY = datetime.date(1990, 1, 1)
INITIATIVES = (
    ("five_shows", "五亮", ("亮身份", "亮职责", "亮承诺", "亮点评", "亮评议")),
    ("five_compares", "五比", ("比素质", "比干劲", "比奉献", "比创新", "比作风")),
    ("five_creates", "五创", ("创一流企业", "创一流队伍", "创一流服务", "创一流业绩", "创一流形象")),
    ("four_haves", "四有", ("关键岗位有党员", "技术创新有党员", "困难面前有党员", "员工维权有党员")),
    ("four_withouts", "四无", ("党员身边无事故", "党员身边无次品", "党员身边无违章", "党员身边无困难")),
)


def load(apps, schema_editor):
    initiatives = apps.get_model("activities", "Initiative").objects
    elements = apps.get_model("activities", "Element").objects
    for position, (key, label, items) in enumerate(INITIATIVES, 1):
        initiative = initiatives.create(key=key, label=label, position=position, starts_on=EARLY)
        for place, item in enumerate(items, 1):
            elements.create(initiative=initiative, label=item, position=place, starts_on=EARLY)


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
