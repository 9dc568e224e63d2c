"""The checklists of 沙河市. 六有 names two lists: one of the mechanism, one of the venue, each kept under its own name."""

import datetime

from django.db import migrations

EARLY = datetime.date(1990, 1, 1)
STANDARDS = (
    (
        "mechanism_six",
        "机制六有",
        (
            ("people", "有人员管事", ""),
            ("members", "有党员队伍", ""),
            ("venue", "有场所议事", "场所的具体要求见“场所六有”。"),
            ("funds", "有经费保障", ""),
            ("activities", "有活动开展", ""),
            ("brand", "有特色品牌", ""),
        ),
    ),
    (
        "three_norms",
        "三化",
        (
            ("structure", "组织设置科学化", ""),
            ("work", "党建工作规范化", ""),
            ("effect", "作用发挥常态化", ""),
        ),
    ),
    (
        "venue_six",
        "场所六有",
        (
            ("place", "有场所", ""),
            ("equipment", "有设施", ""),
            ("signs", "有标志", ""),
            ("flag", "有党旗", ""),
            ("reading", "有书报", ""),
            ("rules", "有制度", ""),
        ),
    ),
    (
        "room_boards_charts",
        "一室两栏三图",
        (
            ("members_room", "党员活动室", "一室"),
            ("affairs_board", "党务公开栏", "两栏"),
            ("joint_board", "党企共建宣传栏", "两栏"),
            ("oath_chart", "党旗誓词图", "三图"),
            ("admission_chart", "发展党员流程图", "三图"),
            ("structure_chart", "组织管理架构图", "三图"),
        ),
    ),
)


def load(apps, schema_editor):
    standard_model = apps.get_model("standards", "Standard")
    for position, (key, label, items) in enumerate(STANDARDS, 1):
        standard = standard_model.objects.create(key=key, label=label, position=position, starts_on=EARLY)
        load_items(apps, standard, items)


def load_items(apps, standard, items):
    item_model = apps.get_model("standards", "Item")
    for position, (key, label, explanation) in enumerate(items, 1):
        item_model.objects.create(
            standard=standard, key=key, label=label, explanation=explanation, position=position, starts_on=EARLY
        )


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
