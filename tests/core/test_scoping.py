"""Rights are part of the query: no grant, no rows; a branch is a prefix; drop-downs follow."""

import datetime

import pytest
from django import forms
from django.db.models import Q

from accounts.models import User
from core.scoping import EVERYONE, Grant, Scope, anchored, narrow_choices
from organizations.models import Area, Officer, Organization, Unit
from tests.factories import area, make_officer, make_organization, make_unit

TODAY = datetime.date(2026, 11, 22)
SEE, CHANGE = "organizations.view_unit", "organizations.change_unit"


def grant(node, *permissions, kind="area"):
    return Grant(kind, node.path, frozenset(permissions))


def over(*nodes, kind="area"):
    return Scope(TODAY, tuple(grant(node, SEE, kind=kind) for node in nodes))


def test_scope_knows_what_it_allows_and_where():
    first, second = Grant("area", "1/", frozenset({SEE, CHANGE})), Grant("officer", "2/", frozenset({SEE}))
    scope = Scope(TODAY, (first, second))
    assert scope.permissions == {SEE, CHANGE}
    assert [scope.allows(SEE), scope.allows("organizations.add_unit")] == [True, False]
    assert scope.granting(CHANGE) == Scope(TODAY, (first,))
    assert scope.granting("organizations.add_unit") == Scope(TODAY)
    assert [scope.paths("area"), scope.paths("organization")] == [("1/",), ()]


def test_scope_without_grants_allows_nothing():
    assert Scope(TODAY).permissions == frozenset()
    assert not Scope(TODAY).allows(SEE)


def test_anchor_is_a_lookup_or_a_function():
    assert anchored("area__path", "1/4/", TODAY) == Q(area__path__startswith="1/4/")
    assert anchored(lambda path, day: Q(path=path, day=day), "1/", TODAY) == Q(path="1/", day=TODAY)


def test_no_grants_no_rows(unit):
    assert list(Unit.objects.within(Scope(TODAY))) == []
    assert list(Area.objects.within(Scope(TODAY))) == []
    assert list(User.objects.within(Scope(TODAY))) == []


def test_reference_data_is_open_to_everybody_with_a_role(nobody):
    assert User.scope_anchors == EVERYONE
    assert list(User.objects.within(over(area("桥东街道")))) == [nobody.user]


def test_area_scope_keeps_the_branch(unit, far_unit):
    assert list(Unit.objects.within(over(area("桥东街道")))) == [unit]
    assert list(Unit.objects.within(over(area("桥西街道")))) == [far_unit]
    assert list(Unit.objects.within(over(area("桥东街道"), area("桥西街道")))) == [unit, far_unit]
    assert list(Unit.objects.within(over(area("沙河市")))) == [unit, far_unit]


def test_path_of_one_branch_is_no_prefix_of_another(db):
    """1/1/ must not open 1/11/."""
    areas = list(Area.objects.exclude(parent=None))
    units = {place.pk: make_unit(place) for place in areas}
    for place in areas:
        assert list(Unit.objects.within(over(place))) == [units[place.pk]]


def test_anchor_that_finds_a_row_twice_gives_it_once(unit, organization):
    scope = Scope(TODAY, (grant(area("桥东街道"), SEE), grant(organization, SEE, kind="organization")))
    assert list(Unit.objects.within(scope)) == [unit]


def test_officer_scope_opens_no_other_officer(unit):
    mine = make_officer(assigned_to=[unit])
    make_officer(assigned_to=[unit])
    assert list(Officer.objects.within(over(mine, kind="officer"))) == [mine]


class Form(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.all())
    text = forms.CharField()


class SuperiorForm(forms.ModelForm):
    class Meta:
        model = Organization
        fields = ("superior",)


def test_drop_down_offers_the_rows_within(unit, far_unit):
    form = Form()
    narrow_choices(form, over(area("桥东街道")))
    assert list(form.fields["unit"].queryset) == [unit]


def test_drop_down_keeps_what_a_stored_row_holds(organization, far_organization):
    organization.superior = far_organization
    organization.save()
    form = SuperiorForm(instance=organization)
    narrow_choices(form, over(area("桥东街道")))
    assert set(form.fields["superior"].queryset) == {organization, far_organization}


def test_new_row_may_not_begin_with_a_foreign_one(far_organization):
    form = SuperiorForm(initial={"superior": far_organization.pk})
    narrow_choices(form, over(area("桥东街道")))
    assert list(form.fields["superior"].queryset) == []


@pytest.mark.parametrize("posted_foreign", [True, False])
def test_posting_a_foreign_row_is_refused_like_one_that_never_was(far_unit, posted_foreign):
    form = Form({"unit": far_unit.pk if posted_foreign else 10**6, "text": "甲"})
    narrow_choices(form, over(area("桥东街道")))
    assert not form.is_valid()
    assert form.errors == {"unit": ["选择一个有效的选项： 该选择不在可用的选项中。"]}


def test_organization_scope_covers_the_tree_below(db):
    committee = make_organization(name="试验党委")
    branch = make_organization(name="试验支部", superior=committee)
    make_organization(name="别的支部")
    assert list(Organization.objects.within(over(committee, kind="organization"))) == [committee, branch]
    assert list(Organization.objects.within(over(branch, kind="organization"))) == [branch]
