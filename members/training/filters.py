"""Filters of courses and of who attended them."""

from dataclasses import dataclass

import django_filters as filters
from django import forms

from members.training.choices import Channel, CourseKind, CourseLevel
from members.training_models import AUDIENCES, Attendance, Course
from organizations.models import Organization

WHOM = [(name, str(Course._meta.get_field(name).verbose_name)) for name in AUDIENCES]
STANDING = (("standing", "有效"), ("withdrawn", "已撤销"))


@dataclass(frozen=True)
class FilterBox:
    """What the filter box of a list needs, where the rows are asked for by a plain form."""

    form: forms.Form


class CourseFilter(filters.FilterSet):
    q = filters.CharFilter(label="主题", field_name="topic", lookup_expr="contains")
    year = filters.NumberFilter(label="年度", method="by_year")
    level = filters.ChoiceFilter(label="培训层级", choices=CourseLevel.choices)
    channel = filters.ChoiceFilter(label="培训方式", choices=Channel.choices)
    kind = filters.ChoiceFilter(label="培训类型", choices=CourseKind.choices)
    audience = filters.ChoiceFilter(label="培训对象", choices=WHOM, method="by_audience")

    folded = ("kind", "audience")

    class Meta:
        model = Course
        fields = ()

    def by_year(self, rows, name, year):
        return rows.filter(starts_on__year__lte=year, ends_on__year__gte=year)

    def by_audience(self, rows, name, audience):
        return rows.filter(**{audience: True})


class AttendanceFilter(filters.FilterSet):
    q = filters.CharFilter(label="姓名或拼音首字母", method="by_text")
    course = filters.ModelChoiceFilter(label="培训", queryset=Course.objects.all())
    year = filters.NumberFilter(label="年度", method="by_year")
    organization = filters.ModelChoiceFilter(
        label="党组织", queryset=Organization.objects.order_by("name"), method="by_organization"
    )
    state = filters.ChoiceFilter(label="状态", choices=STANDING, method="by_state")

    class Meta:
        model = Attendance
        fields = ()

    def by_text(self, rows, name, text):
        return rows.filter(member__search_text__contains=text.strip().lower())

    def by_year(self, rows, name, year):
        return rows.filter(course__starts_on__year__lte=year, course__ends_on__year__gte=year)

    def by_organization(self, rows, name, organization):
        day = getattr(self, "day", None) or self.request.today
        members = organization.memberships.on(day).values("member")
        return rows.filter(member__in=members)

    def by_state(self, rows, name, state):
        return rows.standing() if state == "standing" else rows.exclude(withdrawn="")
