"""Acts on organizations: what changes from the day on, what stays, and refusals that name both."""

import datetime

import pytest

from core.audit import Actor
from core.models import AuditEntry
from core.saving import Refused
from organizations.building import appoint
from organizations.choices import Formation
from organizations.handing_over import hand_over, join, move_seat, release
from organizations.models import (
    Coverage,
    DemonstrationSite,
    Organization,
    Post,
    Seat,
    Succession,
    Term,
)
from organizations.registration import end_span
from organizations.restructuring import close_organization, losing, merge, merge_anew, rebuild, split
from tests.factories import EARLY, area, make_organization, make_unit
from tests.reports.past import figures_before

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BY = Actor()
DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)
EVE = DAY - ONE
TABLES = (Organization, Coverage, Post, Term, DemonstrationSite, Seat, Succession, AuditEntry)


def figures() -> dict:
    return figures_before(DAY)


def rows() -> list:
    return [list(model.objects.order_by("pk").values()) for model in TABLES]


def refused(act, *args) -> str:
    """The sentence of the refusal; nothing may be saved."""
    before = rows()
    with pytest.raises(Refused) as refusal:
        act(*args)
    assert rows() == before
    return str(refusal.value)


def joint(name="联合支部", count=2, **values):
    units = [make_unit(name=f"{name}{number}号公司") for number in range(1, count + 1)]
    return make_organization(name=name, formation=Formation.JOINT, covers=units, **values), units


def new_one(name="新支部", formation=Formation.JOINT, **values) -> Organization:
    return Organization(name=name, formation=formation, **values)


def held(unit) -> list[tuple]:
    """Who covers a unit, from when to when."""
    coverages = unit.coverages.select_related("organization").order_by("starts_on")
    return [(one.organization.name, one.starts_on, one.ends_on) for one in coverages]


def with_facts(organization):
    """Give the organization a secretary, a term and a demonstration site."""
    appoint(Post(organization=organization, name="王明", source="management", starts_on=EARLY), BY)
    Term.objects.create(organization=organization, starts_on=EARLY, due_on=datetime.date(2030, 1, 1))
    DemonstrationSite.objects.create(organization=organization, level="county", starts_on=EARLY)
    return organization


def spans_of(organization) -> dict:
    """Last days of what hangs on an organization."""
    return {
        model.__name__: list(
            model.objects.filter(organization=organization).values_list("ends_on", flat=True)
        )
        for model in (Coverage, Post, Term, DemonstrationSite, Seat)
    }


def closing_of(organization) -> tuple:
    organization.refresh_from_db()
    return organization.closed_on, organization.close_reason, organization.close_document


# Hand over, join, leave


def test_unit_is_handed_over_on_a_day():
    unit = make_unit()
    old = make_organization(name="先支部", covers=[unit])
    new = make_organization(name="后支部", formation=Formation.JOINT)
    before = figures()
    hand_over(unit, new, DAY, BY, "沙组〔2020〕1号")
    assert held(unit) == [("先支部", EARLY, EVE), ("后支部", DAY, None)]
    ended = Coverage.objects.get(organization=old)
    assert (ended.end_document, ended.document) == ("沙组〔2020〕1号", "")
    assert figures() == before


def test_handing_over_is_refused_with_both_names():
    unit, other = make_unit(name="甲公司"), make_unit(name="乙公司")
    first = make_organization(name="先支部", covers=[unit])
    busy = make_organization(name="后支部", covers=[other])
    young = make_organization(name="新支部", on=DAY + ONE)
    assert refused(hand_over, unit, first, DAY, BY) == "甲公司在2020-06-30已由“先支部”覆盖，无需移交。"
    assert refused(hand_over, unit, busy, EARLY, BY) == (
        "“先支部”从2016-01-01起才覆盖甲公司，移交给“后支部”的日期应晚于这一天。"
    )
    assert refused(hand_over, unit, busy, DAY, BY) == (
        "“后支部”是单独组建的党组织，已覆盖乙公司，不能再覆盖甲公司。"
    )
    assert refused(hand_over, unit, young, DAY, BY) == "“新支部”成立于2020-07-01，覆盖起始日期不能更早。"
    hand_over(unit, young, DAY + 2 * ONE, BY)
    assert refused(hand_over, unit, young, DAY, BY) == (
        "甲公司从2020-07-02起由“新支部”覆盖，不能再从2020-06-30起移交给“新支部”。"
    )
    assert refused(hand_over, make_unit(name="丙公司"), first, DAY, BY) == (
        "丙公司在2020-06-30没有党组织覆盖，请直接登记由“先支部”覆盖。"
    )


def test_several_units_join_or_none():
    branch, _ = joint()
    free, taken = make_unit(name="甲公司"), make_unit(name="乙公司")
    make_organization(name="先支部", covers=[taken])
    assert refused(join, branch, [free, taken], DAY, BY) == (
        "乙公司在2016-01-01 至 今已由“先支部”覆盖，不能同时由“联合支部”覆盖。请先结束原来的覆盖关系。"
    )
    join(branch, [free, make_unit()], DAY, BY, "批复")
    assert branch.coverages.on(DAY).count() == 4


def test_one_unit_leaves_with_its_document():
    branch, [first, second] = joint()
    before = figures()
    release(branch, [first], DAY, BY, "批复")
    assert held(first) == [("联合支部", EARLY, DAY)]
    assert held(second) == [("联合支部", EARLY, None)]
    assert first.coverages.get().end_document == "批复"
    assert figures() == before
    assert refused(release, branch, [first], DAY + ONE, BY) == (
        "联合支部1号公司在2020-07-01不由“联合支部”覆盖，不能办理退出。"
    )


# Rebuild


def test_rebuilding_keeps_everything_but_the_way_of_forming():
    unit = make_unit()
    top = make_organization(name="工委")
    old = with_facts(make_organization(name="旧支部", covers=[unit], superior=top, affiliation="local"))
    below = make_organization(name="下级支部", superior=old)
    before = figures()
    new = rebuild(old, new_one("新联合支部"), DAY, BY, "沙组〔2020〕2号")
    assert closing_of(old) == (EVE, "replaced", "沙组〔2020〕2号")
    assert held(unit) == [("旧支部", EARLY, EVE), ("新联合支部", DAY, None)]
    assert spans_of(old) == {
        "Coverage": [EVE], "Post": [EVE], "Term": [EVE], "DemonstrationSite": [EVE], "Seat": [None],
    }  # fmt: skip
    assert spans_of(new) == {
        "Coverage": [None], "Post": [None], "Term": [], "DemonstrationSite": [], "Seat": [None],
    }  # fmt: skip
    assert (new.established_on, new.superior, new.affiliation) == (DAY, top, "local")
    assert new.posts.get().name == "王明"
    below.refresh_from_db()
    assert (below.superior, below.path) == (new, f"{top.pk}/{new.pk}/{below.pk}/")
    succession = Succession.objects.get()
    assert (succession.predecessor, succession.organization, succession.kind) == (old, new, "rebuilt")
    assert figures() == before


def test_rebuilding_is_refused_where_it_contradicts():
    branch, units = joint()
    assert refused(rebuild, branch, new_one(formation=Formation.STANDALONE), DAY, BY) == (
        f"“新支部”是单独组建，一次只能覆盖一家单位，不能同时覆盖{units[0]}和{units[1]}。"
        "请选择其他组建方式成立新的党组织。"
    )
    assert refused(rebuild, branch, new_one(), EARLY, BY) == (
        "“联合支部”成立于2016-01-01，改建日期应晚于这一天。"
    )
    late = make_unit(name="晚来公司")
    join(branch, [late], DAY + ONE, BY)
    assert refused(rebuild, branch, new_one(), DAY, BY) == (
        "2020-07-01起已有新的覆盖关系（晚来公司：联合支部），改建日期应晚于这一天。"
    )
    close_organization(branch, DAY + 9 * ONE, "merged", BY)
    assert refused(rebuild, branch, new_one(), DAY, BY) == "“联合支部”已于2020-07-09撤销，不能再改建。"


def test_coverage_that_has_ended_since_ends_on_its_day_in_the_new_one():
    branch, [first, _] = joint()
    end_span(first.coverages.get(), DAY + 30 * ONE, BY)
    rebuild(branch, new_one("新联合支部"), DAY, BY)
    assert held(first) == [("联合支部", EARLY, EVE), ("新联合支部", DAY, DAY + 30 * ONE)]


# Split


def test_splitting_takes_the_chosen_units_along():
    branch, [first, second, third] = joint(count=3)
    with_facts(branch)
    before = figures()
    new = split(branch, new_one("分出支部"), [second, third], DAY, BY, "批复")
    assert held(first) == [("联合支部", EARLY, None)]
    assert held(second) == [("联合支部", EARLY, EVE), ("分出支部", DAY, None)]
    assert spans_of(branch)["Post"] == [None]
    assert closing_of(branch) == (None, "", "")
    assert (new.seats.get().area, Succession.objects.get().kind) == (area("桥东街道"), "split")
    assert figures() == before


def test_splitting_is_refused_where_it_contradicts():
    branch, units = joint(count=3)
    stranger = make_unit()
    one_each = "分设后“联合支部”和“新支部”都要有单位；整体变更请办理改建。"
    assert refused(split, branch, new_one(), units, DAY, BY) == one_each
    assert refused(split, branch, new_one(), [], DAY, BY) == one_each
    assert refused(split, branch, new_one(), [stranger], DAY, BY) == (
        "选中的单位在2020-06-30并非都由“联合支部”覆盖，请核对。"
    )
    assert refused(split, branch, new_one(formation=Formation.STANDALONE), units[:2], DAY, BY) == (
        f"“新支部”是单独组建，一次只能覆盖一家单位，不能同时覆盖{units[0]}和{units[1]}。"
        "请选择其他组建方式成立新的党组织。"
    )


# Merge


def test_merging_into_one_that_goes_on():
    target, _ = joint("甲联合支部")
    other, [unit, _] = joint("乙联合支部")
    with_facts(other)
    below = make_organization(name="下级支部", superior=other)
    before = figures()
    merge(target, [other], DAY, BY, "批复")
    assert closing_of(other) == (EVE, "merged", "批复")
    assert held(unit) == [("乙联合支部", EARLY, EVE), ("甲联合支部", DAY, None)]
    assert spans_of(other)["Post"] == [EVE]
    assert spans_of(target)["Post"] == []
    below.refresh_from_db()
    assert (below.superior, target.coverages.on(DAY).count()) == (target, 4)
    assert [(one.predecessor, one.kind) for one in target.predecessors.all()] == [(other, "merged")]
    assert figures() == before


def test_merging_several_into_a_new_one_even_when_one_stands_below_the_other():
    first, _ = joint("甲联合支部")
    second, _ = joint("乙联合支部", superior=first)
    before = figures()
    new = merge_anew(new_one("合并支部"), [first, second], DAY, BY, "批复")
    assert [closing_of(one)[:2] for one in (first, second)] == [(EVE, "merged")] * 2
    assert new.coverages.on(DAY).count() == 4
    assert {one.predecessor for one in new.predecessors.all()} == {first, second}
    assert Organization.objects.get(pk=new.pk).superior is None
    assert figures() == before


def test_merging_is_refused_where_it_contradicts():
    [one, other] = [make_unit(name=f"{name}公司") for name in "甲乙"]
    target = make_organization(name="甲支部", covers=[one])
    second = make_organization(name="乙支部", covers=[other])
    assert refused(merge, target, [second], DAY, BY) == (
        "“甲支部”是单独组建，一次只能覆盖一家单位，不能同时覆盖甲公司和乙公司。"
        "请选择其他组建方式成立新的党组织。"
    )
    assert refused(merge, target, [target], DAY, BY) == "“甲支部”不能与自己合并。"
    young = make_organization(name="新支部", on=DAY)
    assert refused(merge, target, [young], DAY, BY) == "“新支部”成立于2020-06-30，合并日期应晚于这一天。"
    assert refused(merge, young, [second], EVE, BY) == "“新支部”成立于2020-06-30，承接日期不能更早。"
    close_organization(second, DAY, "no_members", BY)
    assert refused(merge, target, [second], DAY + ONE, BY) == "“乙支部”已于2020-06-30撤销，不能再合并。"
    assert refused(merge, second, [target], DAY + ONE, BY) == "“乙支部”已于2020-06-30撤销，不能并入。"


# Close and move


def test_closing_ends_everything_on_its_last_day_but_the_seat():
    branch, units = joint()
    with_facts(branch)
    before = figures()
    assert losing(branch, DAY) == units
    close_organization(branch, DAY, "no_members", BY, "批复")
    assert closing_of(branch) == (DAY, "no_members", "批复")
    assert spans_of(branch) == {
        "Coverage": [DAY, DAY], "Post": [DAY], "Term": [DAY], "DemonstrationSite": [DAY], "Seat": [None],
    }  # fmt: skip
    assert set(branch.coverages.values_list("end_document", flat=True)) == {"批复"}
    assert figures() == before


def test_closing_is_refused_where_it_contradicts():
    branch, _ = joint()
    below = make_organization(name="下级支部", superior=branch)
    assert refused(close_organization, branch, DAY, "no_members", BY) == (
        "“联合支部”还有下级党组织“下级支部”等1个，请先变更它们的上级党组织。"
    )
    close_organization(below, DAY, "no_members", BY)
    join(branch, [make_unit(name="晚来公司")], DAY + 9 * ONE, BY)
    assert refused(close_organization, branch, DAY, "no_members", BY) == (
        "2020-07-09起已有新的覆盖关系（晚来公司：联合支部），撤销日期应晚于这一天。"
    )
    assert refused(close_organization, branch, EARLY - ONE, "no_members", BY) == (
        "“联合支部”成立于2016-01-01，撤销不能更早。"
    )
    close_organization(branch, DAY + 9 * ONE, "no_members", BY)
    assert refused(close_organization, branch, DAY + 9 * ONE, "no_members", BY) == (
        "“联合支部”已于2020-07-09撤销，无需再办。"
    )


def test_organization_moves_and_the_past_keeps_its_area():
    branch, _ = joint()
    before = figures()
    move_seat(branch, area("桥西街道"), DAY, BY, "批复")
    places = [(seat.area.name, seat.ends_on, seat.document) for seat in branch.seats.order_by("starts_on")]
    assert places == [("桥东街道", EVE, ""), ("桥西街道", None, "批复")]
    assert figures() == before
    assert refused(move_seat, branch, area("桥西街道"), DAY + ONE, BY) == (
        "“联合支部”在2020-07-01已由桥西街道管理，无需变更。"
    )
    assert refused(move_seat, branch, area("綦村镇"), EVE, BY) == (
        "“联合支部”从2020-06-30起由桥西街道管理，变更日期应晚于这一天。"
    )
