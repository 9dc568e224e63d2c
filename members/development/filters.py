"""The filter of the list of candidates; it works on the day of the page."""

import django_filters as filters

from members.choices import Standing
from members.development import conditions as c
from members.development_models import Candidate, StepKind
from organizations.models import Area, Organization
from organizations.post_conditions import seated_there
from organizations.post_filters import AsOfFilterSet

COURSES = (("withdrawn", "已终止"), ("formal", "已转正"), ("all", "全部"))
OVERDUE = (("yes", "有逾期事项"), ("no", "没有逾期事项"))


class CandidateFilter(AsOfFilterSet):
    q = filters.CharFilter(label="姓名或拼音首字母", method="by_text")
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves_ever(), method="by_area")
    organization = filters.ModelChoiceFilter(
        label="党组织", queryset=Organization.objects.order_by("name"), field_name="organization"
    )
    standing = filters.ChoiceFilter(label="当前阶段", choices=Standing.choices[:-1], method="by_standing")
    due = filters.ModelChoiceFilter(
        label="可办步骤", queryset=StepKind.objects.select_related("needs"), method="by_due"
    )
    overdue = filters.ChoiceFilter(label="逾期", choices=OVERDUE, method="by_overdue")
    course = filters.ChoiceFilter(label="状态", choices=COURSES, empty_label="培养中", method="by_course")

    class Meta:
        model = Candidate
        fields = ()

    def by_text(self, rows, name, text):
        return rows.found_by(text)

    def by_area(self, rows, name, area):
        return rows.filter(seated_there(area, self.on))

    def by_standing(self, rows, name, standing):
        return rows.filter(c.stands(standing, self.on))

    def by_due(self, rows, name, kind):
        return rows.filter(c.may_take(kind, self.on))

    def by_overdue(self, rows, name, answer):
        condition = c.overdue(self.on)
        return rows.filter(condition if answer == "yes" else ~condition)

    def by_course(self, rows, name, answer):
        if answer == "withdrawn":
            return rows.filter(c.withdrawn(self.on))
        return rows.filter(c.stands(Standing.FORMAL, self.on)) if answer == "formal" else rows
