"""The 25 steps of development, how long to wait between them, and the limits of age, training and people."""

import datetime

from django.db import migrations

EARLY = datetime.date(1990, 1, 1)
RULES = "《中国共产党发展党员工作细则》"
BRANCH, COMMITTEE, UPPER, PARTY = "党支部", "支部委员会（支部大会）", "上级党委", "党组织"
# Key, stage, label, article, who is responsible, the step it needs, the standing it gives, whether it repeats.
STEPS = (
    ("applied", "applying", "递交入党申请书", "第六条", "申请人", "", "applicant", False),
    ("talk", "applying", "党组织派人谈话", "第七条", PARTY, "applied", "", False),
    ("activist", "activists", "推荐和确定入党积极分子", "第八条", COMMITTEE, "applied", "activist", False),
    ("activist_filed", "activists", "上级党委备案", "第八条", UPPER, "activist", "", False),
    ("contacts", "activists", "指定培养联系人", "第九条", BRANCH, "activist", "", True),
    ("examined", "activists", "培养教育考察", "第十一条", BRANCH, "activist", "", True),
    ("prospect", "prospects", "确定发展对象", "第十三条", COMMITTEE, "activist", "prospect", False),
    ("prospect_filed", "prospects", "报上级党委备案", "第十三条", UPPER, "prospect", "", False),
    ("introducers", "prospects", "确定入党介绍人", "第十四条", BRANCH, "prospect", "", False),
    ("reviewed", "prospects", "进行政治审查", "第三章", PARTY, "prospect", "", False),
    ("trained", "prospects", "开展集中培训", "第十七条", UPPER, "prospect", "", True),
    ("committee_review", "admitting", "支部委员会审查", "第四章", "支部委员会", "prospect", "", False),
    ("prereviewed", "admitting", "上级党委预审", "第四章", UPPER, "prospect", "", False),
    ("volunteer_form", "admitting", "填写入党志愿书", "第四章", "发展对象", "prospect", "", False),
    ("meeting", "admitting", "支部大会讨论", "第二十条", "支部大会", "prereviewed", "", False),
    ("upper_talk", "admitting", "上级党委派人谈话", "第四章", UPPER, "meeting", "", False),
    ("approved", "admitting", "上级党委审批", "第二十六条", UPPER, "meeting", "probationary", False),
    ("upper_filed", "admitting", "再上一级党委组织部门备案", "第四章", UPPER, "approved", "", False),
    ("assigned", "confirming", "编入党支部和党小组", "第五章", UPPER, "approved", "", False),
    ("oath", "confirming", "入党宣誓", "第五章", PARTY, "approved", "", False),
    ("probation_examined", "confirming", "继续教育考察", "第五章", BRANCH, "approved", "", True),
    ("full_application", "confirming", "提出转正申请", "第五章", "预备党员", "approved", "", False),
    ("full_meeting", "confirming", "支部大会讨论", "第五章", "支部大会", "approved", "", False),
    ("confirmed", "confirming", "上级党委审批", "第五章", UPPER, "full_meeting", "formal", False),
    ("archived", "confirming", "材料归档", "第五章", PARTY, "confirmed", "", False),
)
# Name, step from which months count, step, measure, months, whether it refuses, article.
WAITS = (
    ("收到申请后谈话", "applied", "talk", "at_most", 1, False, "第七条：一个月内派人谈话"),
    ("入党积极分子培养教育期", "activist", "prospect", "at_least", 12, True, "第十三条：经过一年以上培养教育和考察"),
    ("入党积极分子考察", "activist", "examined", "every", 6, False, "第十一条：每半年考察一次"),
    ("预审后召开支部大会", "prereviewed", "meeting", "at_most", 1, False, "第二十条：一般在一个月内"),
    ("党委审批时限", "meeting", "approved", "at_most", 3, False, "第二十六条：三个月内审批"),
    ("党委审批最长时限", "meeting", "approved", "at_most", 6, True, "第二十六条：特殊情况最长不超过六个月"),
    ("预备期", "meeting", "full_meeting", "at_least", 12, True, "第三十二条：预备期一年，从支部大会通过之日算起"),
)
# Kept with the limits of the ground: key, name, value, source.
LIMITS = (
    ("development_age", "申请入党最低年龄（周岁）", 18, f"{RULES}第五条"),
    ("development_contacts", "培养联系人最多（名）", 2, f"{RULES}第九条：一至两名正式党员"),
    ("development_introducers", "入党介绍人（名）", 2, f"{RULES}第十四条：两名正式党员"),
    ("development_training_days", "发展对象集中培训（天）", 3, f"{RULES}第十七条：不少于三天或二十四学时"),
    ("development_training_hours", "发展对象集中培训（学时）", 24, f"{RULES}第十七条：不少于三天或二十四学时"),
    ("extension_least", "延长预备期最短（月）", 6, f"{RULES}第三十二条：不能少于半年"),
    ("extension_most", "延长预备期最长（月）", 12, f"{RULES}第三十二条：最长不超过一年"),
)


def load(apps, schema_editor):
    kinds = load_steps(apps.get_model("members", "StepKind"))
    rule = apps.get_model("members", "WaitingRule")
    for label, after, step, measure, months, strict, article in WAITS:
        rule.objects.create(
            label=label, after=kinds[after].key, step=kinds[step].key, measure=measure, months=months,
            strict=strict, article=f"{RULES}{article}", starts_on=EARLY,
        )
    limit = apps.get_model("organizations", "DatedRule")
    for key, label, value, source in LIMITS:
        limit.objects.create(key=key, label=label, value=value, source=source, starts_on=EARLY)


def load_steps(model):
    kinds = {}
    for number, (key, stage, label, article, responsible, needs, becomes, repeats) in enumerate(STEPS, 1):
        kinds[key] = model.objects.create(
            key=key, stage=stage, number=number, label=label, article=f"《细则》{article}",
            responsible=responsible, needs=kinds.get(needs), becomes=becomes, repeats=repeats, starts_on=EARLY,
        )
    return kinds


class Migration(migrations.Migration):
    dependencies = [("members", "0004_development"), ("organizations", "0006_imports_kept_line_by_line")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
