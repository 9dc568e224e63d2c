"""What a year of training asks for, as the plans have said over the years."""

import datetime

from django.db import migrations

OLDER = "较早的全国党员教育培训规划：非公企业和社会组织党员每年不少于16学时，班子成员和党建工作指导员不少于24学时"
SINCE = "《中国共产党党员教育管理工作条例》第二十条"
PLAN = "《2019—2023年全国党员教育培训工作规划》"
FROM_OLDER, TO_OLDER = datetime.date(2009, 1, 1), datetime.date(2018, 12, 31)
FROM_2019 = datetime.date(2019, 1, 1)
TARGETS = (
    ("member", 16, 0, f"{OLDER}；起止年份为县级设定", FROM_OLDER, TO_OLDER),
    ("leader", 24, 0, f"{OLDER}；起止年份为县级设定", FROM_OLDER, TO_OLDER),
    ("member", 32, 0, f"{SINCE}：一般不少于32学时", FROM_2019, None),
    ("leader", 56, 1, f"{SINCE}、{PLAN}：不少于56学时，至少参加1次集中培训", FROM_2019, None),
)


def load(apps, schema_editor):
    target_model = apps.get_model("members", "TrainingTarget")
    for role, hours, central, source, first, last in TARGETS:
        target_model.objects.create(
            role=role, hours=hours, central_courses=central, source=source, starts_on=first, ends_on=last
        )


class Migration(migrations.Migration):
    dependencies = [("members", "0006_training")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
