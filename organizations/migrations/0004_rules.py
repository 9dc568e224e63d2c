"""The dated rules of setting up, of committees and of terms."""

import datetime

from django.db import migrations

EARLY = datetime.date(1990, 1, 1)
BRANCH_WORK = "《中国共产党支部工作条例（试行）》"
TERMS = "《关于党的基层组织任期的意见》第一条"
TERMS_FROM = datetime.date(2018, 7, 12)
BEFORE_TERMS = TERMS_FROM - datetime.timedelta(days=1)
RULES = (
    ("own_branch_members", "应单独成立党支部的正式党员数（名）", 3, f"{BRANCH_WORK}第四条", EARLY, None),
    ("committee_members", "应设支部委员会的正式党员数（名）", 7, f"{BRANCH_WORK}第六章", EARLY, None),
    ("branch_members_most", "党支部党员人数上限（名）", 50, f"{BRANCH_WORK}第四条：一般不超过50人", EARLY, None),
    ("committee_from_members", "可设基层党委的党员数（名）", 100, "县级设定：一般100人以上", EARLY, None),
    ("branch_term", "支部、总支委员会任期（年）", 3, "县级设定：2018年7月12日前按3年掌握", EARLY, BEFORE_TERMS),
    ("branch_term", "支部、总支委员会任期（年）", 3, f"{TERMS}：一般3年", TERMS_FROM, None),
    ("committee_term", "基层党委任期（年）", 3, "县级设定：2018年7月12日前按3年掌握", EARLY, BEFORE_TERMS),
    ("committee_term", "基层党委任期（年）", 5, f"{TERMS}：一般5年", TERMS_FROM, None),
    ("term_extension", "延期换届最长（年）", 1, "《关于党的基层组织任期的意见》第二条", TERMS_FROM, None),
    ("officer_load_part_time", "兼职指导员派驻单位数（家）", 5, "县级设定：一般不超过5家", EARLY, None),
    ("officer_load_full_time", "专职指导员派驻单位数（家）", 10, "县级设定：一般不超过10家", EARLY, None),
    ("approval_days", "党组织批复时限（天）", 30, f"{BRANCH_WORK}：一般不超过1个月", EARLY, None),
)


def load(apps, schema_editor):
    rule_model = apps.get_model("organizations", "DatedRule")
    for key, label, value, source, first, last in RULES:
        rule_model.objects.create(
            key=key, label=label, value=value, source=source, starts_on=first, ends_on=last
        )


class Migration(migrations.Migration):
    dependencies = [("organizations", "0003_kept_in_time")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
