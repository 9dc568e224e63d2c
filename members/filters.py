"""Filters of the member lists; every one works on the day of the page."""

import django_filters as filters

from members.choices import Floating, LeaveReason, MemberStatus
from members.models import Member, Membership
from organizations.filters import DayFilterSet
from organizations.models import Area, Organization
from organizations.post_conditions import seated_there


class MemberFilter(DayFilterSet):
    q = filters.CharFilter(label="姓名或拼音首字母", method="by_text")
    organization = filters.ModelChoiceFilter(
        label="党组织", queryset=Organization.objects.order_by("name"), method="by_organization"
    )
    area = filters.ModelChoiceFilter(label="管理区域", queryset=Area.objects.leaves_ever(), method="by_area")
    status = filters.ChoiceFilter(label="人员类别", choices=MemberStatus.choices, method="by_status")
    floating = filters.ChoiceFilter(label="流动情况", choices=Floating.choices)

    class Meta:
        model = Member
        fields = ()

    def by_text(self, rows, name, text):
        return rows.found_by(text)

    def by_organization(self, rows, name, organization):
        return rows.of_organization_on(organization, self.on)

    def by_area(self, rows, name, area):
        there = Membership.objects.on(self.on).filter(seated_there(area, self.on))
        return rows.filter(pk__in=there.values("member"))

    def by_status(self, rows, name, status):
        return rows.formal_on(self.on) if status == MemberStatus.FORMAL else rows.probationary_on(self.on)


class FormerMemberFilter(DayFilterSet):
    q = filters.CharFilter(label="姓名或拼音首字母", method="by_text")
    reason = filters.ChoiceFilter(label="离开原因", choices=LeaveReason.choices, method="by_reason")

    class Meta:
        model = Member
        fields = ()

    def by_text(self, rows, name, text):
        return rows.found_by(text)

    def by_reason(self, rows, name, reason):
        left = Membership.objects.latest_on(self.on).filter(exit_reason=reason)
        return rows.filter(pk__in=left.values("member"))
