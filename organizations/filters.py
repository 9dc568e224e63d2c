"""Filters of the registers; every one works on the day of the page."""

import re

import django_filters as filters
from django.db.models import Q

from organizations import conditions as c
from organizations.choices import (
    CoverageState,
    EnterpriseType,
    Formation,
    OrganizationType,
    PoliticalStanding,
    SocialType,
    UnitKind,
)
from organizations.models import Area, Organization, Unit
from organizations.models.organizations import is_open_on

IN_BASE = (("in", "纳入基数"), ("out", "未纳入基数"))
OPEN = (("open", "现有"), ("closed", "已撤销"))
LIFE = (("open", "现有"), ("closed", "已注销或迁出"))
MEMBERS = (("many", "3名及以上"), ("few", "1至2名"), ("none", "没有"), ("unknown", "未登记"))
YES_NO = (("yes", "是"), ("no", "否"))
MONTH = re.compile(r"([12]\d{3})-(0?[1-9]|1[0-2])")
STATES = tuple(CoverageState.choices)


MANY = 3
MEMBER_COUNTS = {
    "many": Q(formal_members__gte=MANY),
    "few": Q(formal_members__gte=1, formal_members__lt=MANY),
    "none": Q(formal_members=0),
    "unknown": Q(formal_members__isnull=True),
}


class DayFilterSet(filters.FilterSet):
    """A filter set that knows the day of its page."""

    @property
    def on(self):
        return self.day if hasattr(self, "day") else self.request.today


class UnitFilter(DayFilterSet):
    """The six conditions asked most stand in front, the others are folded behind 更多条件."""

    q = filters.CharFilter(label="名称、代码或拼音首字母", method="by_text")
    kind = filters.ChoiceFilter(label="单位类别", choices=UnitKind.choices)
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves_ever(), method="by_area")
    state = filters.ChoiceFilter(label="覆盖情况", choices=STATES, method="by_state")
    base = filters.ChoiceFilter(label="基数", choices=IN_BASE, method="by_base")
    members = filters.ChoiceFilter(label="正式党员", choices=MEMBERS, method="by_members")
    life = filters.ChoiceFilter(label="状态", choices=LIFE, method="by_life")
    enterprise_type = filters.ChoiceFilter(label="企业类型", choices=EnterpriseType.choices)
    social_type = filters.ChoiceFilter(label="社会组织类型", choices=SocialType.choices)
    industry = filters.CharFilter(label="行业包含", lookup_expr="contains")
    supervising_body = filters.CharFilter(label="业务主管单位包含", lookup_expr="contains")
    legal_representative = filters.CharFilter(label="法定代表人包含", lookup_expr="contains")
    legal_standing = filters.ChoiceFilter(label="法定代表人政治面貌", choices=PoliticalStanding.choices)
    above_scale = filters.ChoiceFilter(label="规模以上", choices=YES_NO, method="by_answer")
    in_market = filters.ChoiceFilter(label="在专业市场内", choices=YES_NO, method="by_answer")
    has_union = filters.ChoiceFilter(label="已建工会", choices=YES_NO, method="by_answer")
    has_league = filters.ChoiceFilter(label="已建团组织", choices=YES_NO, method="by_answer")
    has_womens_federation = filters.ChoiceFilter(label="已建妇联", choices=YES_NO, method="by_answer")
    employees_from = filters.NumberFilter(label="职工人数不少于", field_name="employees", lookup_expr="gte")

    folded = (
        "life", "enterprise_type", "social_type", "industry", "supervising_body", "legal_representative",
        "legal_standing", "above_scale", "in_market", "has_union", "has_league", "has_womens_federation",
        "employees_from",
    )  # fmt: skip

    class Meta:
        model = Unit
        fields = ()

    def by_text(self, rows, name, text):
        return rows.found_by(text)

    def by_area(self, rows, name, area):
        return rows.placed_in(area, self.on)

    def by_state(self, rows, name, state):
        return rows.filter(c.in_base(self.on), c.in_state(self.on, state))

    def by_answer(self, rows, name, answer):
        return rows.filter(**{name: answer == "yes"})

    def by_members(self, rows, name, answer):
        return rows.filter(MEMBER_COUNTS[answer])

    def by_life(self, rows, name, answer):
        return rows.filter(c.unit_open(self.on)) if answer == "open" else rows.filter(c.unit_over(self.on))

    def by_base(self, rows, name, answer):
        return rows.filter(c.in_base(self.on)) if answer == "in" else rows.exclude(c.in_base(self.on))


class OrganizationFilter(DayFilterSet):
    q = filters.CharFilter(label="党组织名称", field_name="name", lookup_expr="contains")
    type = filters.ChoiceFilter(label="党组织类型", choices=OrganizationType.choices)
    formation = filters.ChoiceFilter(label="组建方式", choices=Formation.choices)
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves_ever(), method="by_area")
    state = filters.ChoiceFilter(label="状态", choices=OPEN, method="by_state")

    class Meta:
        model = Organization
        fields = ()

    def by_area(self, rows, name, area):
        return rows.seated_in(area, self.on)

    def by_state(self, rows, name, state):
        return rows.filter(is_open_on(self.on)) if state == "open" else rows.exclude(is_open_on(self.on))
