"""Tables of the ground: trees keep their paths, and constraints speak Chinese."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from core.saving import Refused
from core.scoping import Grant, Scope
from organizations.choices import AreaKind
from organizations.models import Area, BaseSpell, DatedRule, Jurisdiction, Organization, Post, Unit
from tests.factories import EARLY, area, make_officer, make_organization, make_unit

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 6, 30)


def messages_of(row) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.messages


def test_fresh_database_knows_the_areas_in_their_order():
    county = Area.objects.get(parent=None)
    names = list(Area.objects.leaves().values_list("name", flat=True))
    assert (county.name, len(names), names[0], names[-1]) == ("沙河市", 14, "褡裢街道", "沙河经济开发区")
    assert [a.path for a in Area.objects.leaves()] == [f"{county.pk}/{a.pk}/" for a in Area.objects.leaves()]


def test_area_knows_its_name_of_a_day():
    town = area("刘石岗镇")
    before, after = datetime.date(2021, 10, 31), datetime.date(2021, 11, 1)
    assert [town.names.on(day).get().name for day in (before, after)] == ["刘石岗乡", "刘石岗镇"]


def test_area_below_area_keeps_the_branch():
    zone = area("沙河经济开发区")
    park = Area.objects.create(name="东部园区", kind=AreaKind.ZONE, parent=zone)
    assert park.path == f"{zone.path}{park.pk}/"
    assert list(Area.objects.below(zone)) == [park, zone]


def test_branch_moves_with_its_area():
    zone, street = area("沙河经济开发区"), area("桥东街道")
    park = Area.objects.create(name="东部园区", kind=AreaKind.ZONE, parent=zone)
    block = Area.objects.create(name="一号地块", kind=AreaKind.ZONE, parent=park)
    park.parent = street
    park.save()
    block.refresh_from_db()
    assert (park.path, block.path) == (f"{street.path}{park.pk}/", f"{street.path}{park.pk}/{block.pk}/")
    assert list(Area.objects.below(zone)) == [zone]


def refused_saving(row) -> str:
    with pytest.raises(Refused) as refusal:
        row.save()
    return str(refusal.value)


def test_no_loop_is_saved_even_unchecked():
    zone, street = area("沙河经济开发区"), area("桥东街道")
    park = Area.objects.create(name="东部园区", kind=AreaKind.ZONE, parent=zone)
    block = Area.objects.create(name="一号地块", kind=AreaKind.ZONE, parent=park)
    before = list(Area.objects.order_by("pk").values())
    zone.parent = block
    assert refused_saving(zone) == "“一号地块”是“沙河经济开发区”自己或其下级，不能作为上级。"
    street.parent = street
    assert refused_saving(street) == "“桥东街道”是“桥东街道”自己或其下级，不能作为上级。"
    assert list(Area.objects.order_by("pk").values()) == before


def test_no_loop_is_saved_from_what_was_read_before_the_tree_changed():
    zone, street = area("沙河经济开发区"), area("桥东街道")
    read_before = Area.objects.get(pk=street.pk)
    zone.parent = street
    zone.save()
    read_before.parent = Area.objects.get(pk=zone.pk)
    assert refused_saving(read_before) == "“沙河经济开发区”是“桥东街道”自己或其下级，不能作为上级。"


def test_organization_is_never_saved_below_its_own_branch():
    top = make_organization()
    below = make_organization(superior=top)
    top.superior = below
    assert refused_saving(top) == f"“{below}”是“{top}”自己或其下级，不能作为上级。"


def test_area_does_not_hang_below_itself():
    zone = area("沙河经济开发区")
    zone.parent = zone
    assert messages_of(zone) == ["“沙河经济开发区”是本区域或其下级，不能作为上级区域。"]
    county = area("沙河市")
    county.parent = area("桥东街道")
    assert messages_of(county) == ["“桥东街道”是本区域或其下级，不能作为上级区域。"]


def test_rights_over_an_organization_follow_when_it_moves_in_the_tree():
    committee, other = make_organization(), make_organization()
    branch = make_organization(superior=committee)
    below = make_organization(superior=branch)
    branch.superior = other
    branch.save()
    scope = {one.pk: Scope(DAY, (Grant("organization", one.path),)) for one in (committee, other)}
    assert list(Organization.objects.within(scope[committee.pk])) == [committee]
    assert list(Organization.objects.within(scope[other.pk])) == [other, branch, below]


def test_officer_is_named_by_a_path():
    officer = make_officer()
    assert officer.path == f"{officer.pk}/"


def test_area_sees_officers_it_sent_and_those_who_serve_there(unit, far_unit):
    mine, serving = make_officer("桥东街道"), make_officer("桥西街道", assigned_to=[unit])
    make_officer("桥西街道", assigned_to=[far_unit])
    scope = Scope(DAY, (Grant("area", area("桥东街道").path),))
    assert list(type(mine).objects.within(scope)) == [mine, serving]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            lambda unit, user: Unit(name="甲", closed_on=DAY),
            "填写注销或迁出日期时，请同时选择原因。",
        ),
        (
            lambda unit, user: Unit(credit_code="91130582T43RNW40UT", name="甲"),
            "已有单位使用这个统一社会信用代码，请核对或直接修改那家单位。",
        ),
        (
            lambda unit, user: BaseSpell(unit=unit, starts_on=EARLY, ends_on=DAY, exit_reason="shell"),
            "这家单位在这段时间已纳入基数。",
        ),
        (
            lambda unit, user: Organization(
                name="甲", established_on=DAY, closed_on=EARLY, close_reason="merged"
            ),
            "撤销日期不能早于成立日期。",
        ),
        (
            lambda unit, user: Organization(name="甲", established_on=EARLY, closed_on=DAY),
            "填写撤销日期时，请同时选择撤销原因。",
        ),
        (
            lambda unit, user: DatedRule(key="officer_load", label="甲", value=3, source="甲", starts_on=DAY),
            "这段时间已有同名规则。",
        ),
        (
            lambda unit, user: Jurisdiction(user=user, role="town_clerk", starts_on=DAY),
            "书记对应党组织，指导员对应指导员登记，工作人员和领导对应区域，管理员和审计员不对应业务对象。",
        ),
        (
            lambda unit, user: Jurisdiction(user=user, role="sysadmin", area=area("沙河市"), starts_on=DAY),
            "书记对应党组织，指导员对应指导员登记，工作人员和领导对应区域，管理员和审计员不对应业务对象。",
        ),
    ],
)
def test_contradiction_is_told_in_one_sentence(row, sentence, nobody):
    unit = make_unit(credit_code="91130582T43RNW40UT")
    wrong = row(unit, nobody.user)
    assert messages_of(wrong) == [sentence]
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()


def test_unit_that_leaves_the_base_has_a_reason():
    unit = make_unit(in_base=False)
    wrong = BaseSpell(unit=unit, starts_on=EARLY, ends_on=DAY)
    assert messages_of(wrong) == ["移出基数时请选择原因。"]


def test_two_secretaries_at_once_are_refused():
    organization = make_organization()
    Post.objects.create(organization=organization, name="甲", starts_on=EARLY)
    second = Post(organization=organization, name="乙", starts_on=DAY)
    assert messages_of(second) == ["这个党组织在这段时间已有书记，请先结束原任职。"]


def test_rule_in_force_on_the_day():
    DatedRule.objects.filter(key="officer_load").update(ends_on=DAY)
    later = DAY + datetime.timedelta(days=1)
    DatedRule.objects.create(key="officer_load", label="甲", value=3, source="甲", starts_on=later)
    values = [
        DatedRule.objects.value_on("officer_load", day) for day in (DAY, later, datetime.date(1980, 1, 1))
    ]
    assert values == [5, 3, None]


def test_users_are_found_among_the_active():
    on, off = (User.objects.create_user(username=name, full_name=name) for name in ("on", "off"))
    User.objects.filter(pk=off.pk).update(is_active=False)
    assert list(User.objects.active()) == [on]
