"""The areas of 沙河市 (GB/T 2260, cut-off 2023-06-30) and the dated rules of guidance officers."""

import datetime

from django.db import migrations

EARLY = datetime.date(1990, 1, 1)
CHANGED = datetime.date(2021, 11, 1)
AREAS = (
    ("褡裢街道", "street", "130582001"),
    ("桥东街道", "street", "130582002"),
    ("桥西街道", "street", "130582003"),
    ("赞善街道", "street", "130582004"),
    ("周庄街道", "street", "130582005"),
    ("新城镇", "town", "130582101"),
    ("白塔镇", "town", "130582102"),
    ("十里亭镇", "town", "130582103"),
    ("綦村镇", "town", "130582104"),
    ("刘石岗镇", "town", "130582107"),
    ("册井镇", "town", "130582108"),
    ("柴关乡", "township", "130582203"),
    ("蝉房乡", "township", "130582204"),
    ("沙河经济开发区", "zone", ""),
)
FORMER = {"刘石岗镇": ("刘石岗乡", "130582202"), "册井镇": ("册井乡", "130582201")}
RULES = (
    ("officer_load", "每名指导员派驻单位数（家）", 5, "县级设定：一般不超过5家"),
    ("officer_visits", "每家单位每月走访次数（次）", 1, "县级设定：每月至少1次"),
    ("joint_units", "联合党支部覆盖单位数（家）", 5, "《中国共产党支部工作条例（试行）》第五条：一般不超过5个"),
)


def load(apps, schema_editor):
    area_model = apps.get_model("organizations", "Area")
    county = area_model.objects.create(name="沙河市", kind="county", code="130582", position=0)
    area_model.objects.filter(pk=county.pk).update(path=f"{county.pk}/")
    for position, (name, kind, code) in enumerate(AREAS, 1):
        area = area_model.objects.create(name=name, kind=kind, code=code, parent=county, position=position)
        area_model.objects.filter(pk=area.pk).update(path=f"{county.pk}/{area.pk}/")
        load_names(apps, area)
    rule_model = apps.get_model("organizations", "DatedRule")
    for key, label, value, source in RULES:
        rule_model.objects.create(key=key, label=label, value=value, source=source, starts_on=EARLY)


def load_names(apps, area):
    name_model = apps.get_model("organizations", "AreaName")
    if area.name not in FORMER:
        name_model.objects.create(area=area, name=area.name, code=area.code, starts_on=EARLY)
        return
    name, code = FORMER[area.name]
    last = CHANGED - datetime.timedelta(days=1)
    name_model.objects.create(area=area, name=name, code=code, starts_on=EARLY, ends_on=last)
    name_model.objects.create(area=area, name=area.name, code=area.code, starts_on=CHANGED)


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
