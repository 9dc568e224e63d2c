"""Pages of officers: the register, one page per officer, sending, replacing, ending and leaving."""

import datetime
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.building import assign
from organizations.guidance import leave
from organizations.models import AdviceItem, Assignment, Officer, Visit
from tests.factories import BY, EARLY, area, make_officer, make_organization, make_unit
from tests.pages import confirmed

DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)


def url(name, row=None, **asked) -> str:
    address = reverse(f"organizations:{name}", args=[row.pk] if row else [])
    return f"{address}?{urlencode(asked)}" if asked else address


def errors_of(answer) -> dict:
    assert answer.status_code == 422
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def refusals_of(answer) -> list[str]:
    return errors_of(answer)["__all__"]


def cells_of(answer) -> list[list[str]]:
    return [[cell["text"] for cell in row["cells"]] for row in answer.context["rows"]]


def firsts_of(answer) -> list[str]:
    return [cells[0] for cells in cells_of(answer)]


def section_of(client, officer, heading: str) -> dict:
    parts = client.get(officer.get_absolute_url()).context["sections"]
    return next(part for part in parts if part["heading"] == heading)


def test_registering_and_editing_an_officer(town_clerk):
    facts = {"name": "李红", "area": area("桥东街道").pk, "phone": "13800000000", "_post_key": "key-1"}
    answers = [town_clerk.post(url("officer-create"), facts) for _ in range(2)]
    officer = Officer.objects.get()
    assert [answer.url for answer in answers] == [officer.get_absolute_url()] * 2
    changed = facts | {"phone": "13900000000", "_version": 1, "_post_key": "key-2"}
    assert town_clerk.post(url("officer-edit", officer), changed).status_code == 302
    assert Officer.objects.get().phone == "13900000000"
    foreign = facts | {"area": area("桥西街道").pk, "_post_key": "key-3"}
    assert errors_of(town_clerk.post(url("officer-create"), foreign)) == {
        "area": ["选择一个有效的选项： 该选择不在可用的选项中。"]
    }


def test_page_of_an_officer_shows_the_units_of_the_own_area_only(town_clerk, county_clerk, unit, far_unit):
    officer = make_officer("桥东街道", assigned_to=[unit, far_unit])
    shown = {}
    for client in (town_clerk, county_clerk):
        part = section_of(client, officer, "派驻单位")
        shown[client] = {row["cells"][0]["text"] for row in part["rows"]}
    assert shown == {town_clerk: {unit.name}, county_clerk: {unit.name, far_unit.name}}


# The register


def test_register_shows_class_load_limit_and_visits_of_the_month(town_clerk):
    today = timezone.localdate()
    king = make_officer(name="王明", service="part_time", grade="county", assigned_to=[make_unit()])
    visit_on(king.assignments.get(), today)
    visit_on(king.assignments.get(), today.replace(day=1) - ONE)
    make_officer(name="李华", service="full_time", left_on=DAY, left_reason="退休")
    make_officer(name="赵强", assigned_to=[make_unit() for _ in range(6)])
    assert [[*cells[:1], *cells[3:9]] for cells in cells_of(town_clerk.get(url("officer-list")))] == [
        ["王明", "兼职", "县级党建指导员", "1", "5", "1", "在任"],
        ["李华", "专职", "", "0", "10", "0", "已离任"],
        ["赵强", "", "", "6", "5", "0", "超额"],
    ]


def visit_on(assignment, day) -> Visit:
    return Visit.objects.create(assignment=assignment, held_on=day, content="了解情况")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"service": "full_time"}, ["李华"]),
        ({"grade": "town"}, ["赵强"]),
        ({"office": "in"}, ["王明", "赵强"]),
        ({"office": "left"}, ["李华"]),
        ({"office": "left", "on": "2020-06-30"}, []),
        ({"overloaded": "yes"}, ["赵强"]),
        ({"overloaded": "no"}, ["王明", "李华"]),
        ({"q": "王"}, ["王明"]),
    ],
)
def test_filters_of_the_register(asked, names, town_clerk):
    make_officer(name="王明", service="part_time")
    make_officer(name="李华", service="full_time", left_on=DAY, left_reason="退休")
    make_officer(name="赵强", grade="town", assigned_to=[make_unit() for _ in range(6)])
    assert firsts_of(town_clerk.get(url("officer-list", **asked))) == names


def test_area_of_the_register_holds_what_lies_below(county_clerk):
    make_officer("桥东街道", name="王明")
    found = [
        firsts_of(county_clerk.get(url("officer-list", area=area(name).pk)))
        for name in ("沙河市", "桥西街道")
    ]
    assert found == [["王明"], []]


def test_page_of_an_officer_offers_the_acts_and_of_a_former_one_no_more(town_clerk, unit):
    king = make_officer(name="王明", assigned_to=[unit])
    labels = [action["label"] for action in town_clerk.get(king.get_absolute_url()).context["actions"]]
    row = section_of(town_clerk, king, "派驻单位")["rows"][0]
    assert (labels, [cell["text"] for cell in row["cells"][-2:]]) == (
        ["派驻单位", "修改", "离任"],
        ["更换", "结束"],
    )
    leave(king, DAY, "退休", BY)
    answer = town_clerk.get(king.get_absolute_url())
    assert [action["label"] for action in answer.context["actions"]] == ["修改"]
    assert section_of(town_clerk, king, "派驻单位")["rows"][0]["cells"][-1]["text"] == ""
    left = answer.context["groups"][1]
    assert [item["text"] for item in left["items"]] == ["2020-06-30", "退休"]


def test_page_of_an_officer_costs_the_same_for_few_and_for_many(town_clerk, django_assert_max_num_queries):
    king = make_officer(name="王明", assigned_to=[make_unit() for _ in range(8)])
    for assignment in king.assignments.all():
        visit = visit_on(assignment, DAY)
        AdviceItem.objects.create(visit=visit, text="建活动室", owner="赵经理", due_on=DAY)
    with django_assert_max_num_queries(30):
        town_clerk.get(king.get_absolute_url())


# Sending


def sending(*units, **values) -> dict:
    facts = {"units": [unit.pk for unit in units], "on": "2020-06-30", "document": "派驻通知"}
    return {**facts, "_post_key": "key-1", **values}


def test_several_units_are_assigned_after_a_look(town_clerk, unit):
    king, other = make_officer(name="王明"), make_unit(name="乙公司")
    page = url("officer-assign", king)
    answer = town_clerk.post(page, sending(unit, other))
    assert answer.context["changes"] == [
        "新增指导员派驻：王明：沙河市近处玻璃有限公司（起始日期：2020-06-30；依据：派驻通知）",
        "新增指导员派驻：王明：乙公司（起始日期：2020-06-30；依据：派驻通知）",
    ]
    assert Assignment.objects.count() == 0
    assert confirmed(town_clerk, page, sending(unit, other)).url == king.get_absolute_url()
    assert list(Assignment.objects.values_list("unit__name", "starts_on")) == [
        ("沙河市近处玻璃有限公司", DAY),
        ("乙公司", DAY),
    ]


def test_too_many_units_warn_and_are_assigned(town_clerk):
    king, units = make_officer(name="王明", service="part_time"), [make_unit() for _ in range(6)]
    answer = town_clerk.post(url("officer-assign", king), sending(*units))
    assert answer.context["warnings"] == [
        "王明是兼职指导员，派驻后在2020-06-30共6家，一般不超过5家。请确认。"
    ]
    confirmed(town_clerk, url("officer-assign", king), sending(*units))
    assert king.assignments.count() == 6


def test_unit_page_warns_of_the_load_as_well(town_clerk, unit):
    king = make_officer(name="王明", assigned_to=[make_unit() for _ in range(5)])
    facts = {"officer": king.pk, "on": "2020-06-30", "_post_key": "key-1"}
    answer = town_clerk.post(url("unit-assign", unit), facts)
    assert answer.context["warnings"] == [
        "王明是未登记专兼职的指导员，派驻后在2020-06-30共6家，一般不超过5家。请确认。"
    ]


def test_units_that_wait_are_on_offer_and_others_are_found(town_clerk, far_unit):
    king, covered, alone = make_officer(), make_unit(name="乙公司"), make_unit(name="甲公司")
    make_organization(covers=[covered])
    page = url("officer-assign", king)
    assert offered(town_clerk.get(page)) == {alone}
    assert offered(town_clerk.get(page, {"q": "乙公"})) == {covered}
    assert offered(town_clerk.get(page, {"q": "远处"})) == set()
    assign(king, alone, EARLY, BY)
    assert offered(town_clerk.get(page)) == set()


def offered(answer) -> set:
    return set(answer.context["form"].fields["units"].queryset)


def test_unit_of_another_area_cannot_be_ticked(town_clerk, far_unit):
    answer = town_clerk.post(url("officer-assign", make_officer()), sending(far_unit))
    assert errors_of(answer) == {"units": ["有单位已不能选，请重新查找并勾选。"]}


def test_nothing_ticked_and_a_day_to_come_say_why(town_clerk):
    tomorrow = (timezone.localdate() + ONE).isoformat()
    answer = town_clerk.post(url("officer-assign", make_officer()), sending(on=tomorrow))
    assert errors_of(answer) == {"units": ["请至少选择一家单位。"], "on": ["日期不能晚于今天，请核对。"]}


def test_sending_where_the_officer_is_already_is_refused_as_a_whole(town_clerk, unit):
    king, other = make_officer(name="王明", assigned_to=[unit]), make_unit()
    answer = town_clerk.post(url("officer-assign", king), sending(other, unit))
    assert refusals_of(answer) == ["指导员王明在2016-01-01 至 今已派驻沙河市近处玻璃有限公司，无需重复登记。"]
    assert Assignment.objects.count() == 1


# Ending, replacing, leaving


def test_assignment_ends_with_its_document_and_says_who_is_left_alone(town_clerk, unit):
    assignment = make_officer(name="王明", assigned_to=[unit]).assignments.get()
    facts = {"on": "2020-06-30", "document": "调整通知", "_post_key": "key-1"}
    answer = town_clerk.post(url("assignment-end", assignment), facts)
    assert answer.context["warnings"] == [
        "2020-06-30以后，沙河市近处玻璃有限公司1家单位既无党组织也无指导员，将列入待补派。"
    ]
    assert confirmed(town_clerk, url("assignment-end", assignment), facts).url == unit.get_absolute_url()
    assert Assignment.objects.values_list("ends_on", "end_document").get() == (DAY, "调整通知")


def test_page_of_the_end_leads_to_the_replacement(town_clerk, unit):
    assignment = make_officer(assigned_to=[unit]).assignments.get()
    text = town_clerk.get(url("assignment-end", assignment)).content.decode()
    assert text.count(f'href="{url("assignment-replace", assignment)}"') == 1


def test_former_officer_is_named_as_such_where_one_is_chosen(town_clerk, unit):
    make_officer(name="李华", left_on=DAY, left_reason="退休")
    form = town_clerk.get(url("unit-assign", unit)).context["form"]
    assert [label for _, label in form.fields["officer"].choices] == ["请选择", "李华（2020-06-30离任）"]


def test_officer_is_replaced_after_a_look(town_clerk, unit):
    assignment = make_officer(name="王明", assigned_to=[unit]).assignments.get()
    other = make_officer(name="李华")
    facts = {"officer": other.pk, "on": "2020-06-30", "document": "调整通知", "_post_key": "key-1"}
    answer = town_clerk.post(url("assignment-replace", assignment), facts)
    assert answer.context["changes"] == [
        "结束指导员派驻：王明：沙河市近处玻璃有限公司（截止日期：2020-06-29；结束依据：调整通知）",
        "新增指导员派驻：李华：沙河市近处玻璃有限公司（起始日期：2020-06-30；依据：调整通知）",
    ]
    confirmed(town_clerk, url("assignment-replace", assignment), facts)
    assert list(Assignment.objects.order_by("pk").values_list("officer__name", "ends_on")) == [
        ("王明", DAY - ONE),
        ("李华", None),
    ]


def test_replacing_on_the_first_day_is_refused(town_clerk, unit):
    assignment = make_officer(name="王明", assigned_to=[unit]).assignments.get()
    facts = {"officer": make_officer().pk, "on": "2016-01-01", "_post_key": "key-1"}
    assert refusals_of(town_clerk.post(url("assignment-replace", assignment), facts)) == [
        "王明派驻沙河市近处玻璃有限公司的起止日期为2016-01-01 至 今，"
        "更换日期应晚于起始日期，并在派驻期内。请核对。"
    ]


def leaving(**values) -> dict:
    return {"on": "2020-06-30", "reason": "退休", "_post_key": "key-1", **values}


def test_officer_leaves_after_a_look_at_the_units_left_alone(town_clerk, unit):
    king = make_officer(name="王明", assigned_to=[unit])
    answer = town_clerk.post(url("officer-leave", king), leaving())
    assert answer.context["changes"] == [
        "结束指导员派驻：王明：沙河市近处玻璃有限公司（截止日期：2020-06-30；结束依据：指导员离任：退休）",
        "离任党建工作指导员：王明（离任日期：2020-06-30；离任原因：退休）",
    ]
    assert answer.context["warnings"] == [
        "2020-06-30以后，沙河市近处玻璃有限公司1家单位既无党组织也无指导员，将列入待补派。"
    ]
    assert confirmed(town_clerk, url("officer-leave", king), leaving()).url == king.get_absolute_url()
    king.refresh_from_db()
    assert (king.left_on, king.left_reason, king.assignments.get().ends_on) == (DAY, "退休", DAY)


def test_leaving_needs_a_reason(town_clerk):
    answer = town_clerk.post(url("officer-leave", make_officer()), leaving(reason=""))
    assert errors_of(answer) == {"reason": ["请填写离任原因。"]}


def test_officer_sent_by_another_area_is_seen_but_stays_theirs(town_clerk, stranger, unit, far_unit):
    king = make_officer("桥西街道", name="王明", assigned_to=[unit, far_unit])
    codes = [client.get(url("officer-leave", king)).status_code for client in (town_clerk, stranger)]
    labels = [action["label"] for action in town_clerk.get(king.get_absolute_url()).context["actions"]]
    assert (codes, labels) == ([404, 200], ["派驻单位", "修改"])


def mending(officer, **values) -> dict:
    facts = {"name": officer.name, "area": officer.area_id, "left_on": "2020-06-30", "left_reason": "退休"}
    return {**facts, "_version": officer.version, "_post_key": "key-1", **values}


def test_leaving_can_be_mended_and_taken_back(town_clerk, unit):
    king = leave(make_officer(name="王明", assigned_to=[unit]), DAY, "退休", BY)
    page = url("officer-edit", king)
    assert errors_of(town_clerk.post(page, mending(king, left_on="2020-06-29"))) == {
        "left_on": [
            "派驻沙河市近处玻璃有限公司的起止日期为2016-01-01 至 2020-06-30，离任日期不能早于截止日期。"
        ]
    }
    assert errors_of(town_clerk.post(page, mending(king, left_reason=""))) == {
        "left_reason": ["离任日期和离任原因要么都填写，要么都不填。"]
    }
    assert town_clerk.post(page, mending(king, left_on="", left_reason="")).status_code == 302
    assert Officer.objects.values_list("left_on", "left_reason").get() == (None, "")


def test_who_is_in_office_is_not_asked_when_he_left(town_clerk):
    fields = town_clerk.get(url("officer-edit", make_officer())).context["form"].fields
    assert list(fields) == ["name", "employer", "service", "grade", "phone", "area", "note"]
