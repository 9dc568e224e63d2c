"""Pages of units: what was typed stays, warnings ask, refusals say why, a second post does nothing."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from organizations.models import Assignment, BaseSpell, Coverage, Placement, Unit, UnitName
from tests.factories import EARLY, area, make_officer, make_organization, make_unit
from tests.pages import confirmed
from tests.workbook_factory import credit_code

ONE = datetime.timedelta(days=1)


def url(name, unit=None) -> str:
    return reverse(f"organizations:unit-{name}", args=[unit.pk] if unit else [])


def plain_facts(**values) -> dict:
    facts = {"kind": "enterprise", "name": "沙河市新来玻璃有限公司", "_post_key": "key-1"}
    return {**facts, **values}


def registration(**values) -> dict:
    return plain_facts(area=area("桥东街道").pk, from_day="2020-06-30", in_base="on", **values)


def errors_of(answer) -> dict:
    assert answer.status_code == 422
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def test_registering_a_unit(town_clerk):
    answer = town_clerk.post(
        url("create"), registration(credit_code=f" {credit_code(7).lower()} ", employees="5")
    )
    unit = Unit.objects.get()
    assert (answer.status_code, answer.url) == (302, unit.get_absolute_url())
    assert (unit.name, unit.credit_code, unit.employees) == ("沙河市新来玻璃有限公司", credit_code(7), 5)
    assert Placement.objects.get().area.name == "桥东街道"
    assert BaseSpell.objects.get().starts_on == datetime.date(2020, 6, 30)
    assert set(AuditEntry.objects.values_list("user", flat=True)) == {town_clerk.user.pk}
    assert "沙河市新来玻璃有限公司" in town_clerk.get(answer.url).content.decode()


def test_posting_twice_registers_once(town_clerk):
    answers = [town_clerk.post(url("create"), registration()) for _ in range(3)]
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, Unit.objects.get().get_absolute_url())
    }


def test_same_form_with_other_content_is_told(town_clerk):
    town_clerk.post(url("create"), registration())
    answer = town_clerk.post(url("create"), registration(employees="9"))
    assert errors_of(answer) == {"__all__": ["这张表已提交过，内容又有改动。请从列表重新打开后再修改。"]}
    assert Unit.objects.count() == 1


def test_two_forms_register_two_units_after_the_name_is_confirmed(town_clerk):
    town_clerk.post(url("create"), registration())
    second = registration(_post_key="key-2")
    answer = town_clerk.post(url("create"), second)
    assert answer.context["warnings"] == [
        "已有同名单位“沙河市新来玻璃有限公司”（代码 未登记），请确认不是重复登记。"
    ]
    town_clerk.post(url("create"), {**second, "_confirm": "1"})
    assert Unit.objects.count() == 2


def test_name_of_another_unit_is_asked_about_whatever_the_code(town_clerk):
    make_unit(name="沙河市新来玻璃有限公司", credit_code="91130582601234567Q")
    answer = town_clerk.post(url("create"), registration(credit_code="91130582700000000Q"))
    assert answer.context["warnings"][-1] == (
        "已有同名单位“沙河市新来玻璃有限公司”（代码 91130582601234567Q），请确认不是重复登记。"
    )
    assert Unit.objects.count() == 1


def test_bad_input_says_why_and_stays(town_clerk):
    tomorrow = (timezone.localdate() + ONE).isoformat()
    answer = town_clerk.post(
        url("create"),
        registration(name="", employees="-4", surveyed_on="30.6.2020", opened_on=tomorrow, note="记一笔"),
    )
    assert errors_of(answer) == {
        "name": ["请填写单位名称。"],
        "employees": ["确保该值大于或等于0。"],
        "surveyed_on": ["请填写有效日期，例如 2017-06-30。"],
        "opened_on": ["日期不能晚于今天，请核对。"],
    }
    page = answer.content.decode()
    for typed in ('value="-4"', 'value="30.6.2020"', 'value="记一笔"', f'value="{tomorrow}"'):
        assert page.count(typed) == 1
    assert Unit.objects.count() == 0


def test_unit_cannot_count_from_tomorrow(town_clerk):
    tomorrow = (timezone.localdate() + ONE).isoformat()
    answer = town_clerk.post(url("create"), registration() | {"from_day": tomorrow})
    assert errors_of(answer) == {"from_day": ["日期不能晚于今天，请核对。"]}


def test_foreign_area_is_no_choice(town_clerk):
    answer = town_clerk.post(url("create"), registration() | {"area": area("桥西街道").pk})
    assert errors_of(answer) == {"area": ["选择一个有效的选项： 该选择不在可用的选项中。"]}


def test_wrong_check_character_warns_and_can_be_confirmed(town_clerk):
    code = credit_code(7)
    wrong = code[:-1] + ("1" if code[-1] != "1" else "2")
    answer = town_clerk.post(url("create"), registration(credit_code=wrong))
    assert answer.context["warnings"] == [
        f"统一社会信用代码校验位不符：末位是“{wrong[-1]}”，按前17位应为“{code[-1]}”，请对照证照核对，无误可确认保留。"
    ]
    assert (answer.status_code, Unit.objects.count()) == (200, 0)
    assert f'value="{wrong}"' in answer.content.decode()
    town_clerk.post(url("create"), registration(credit_code=wrong, _confirm="1"))
    assert Unit.objects.get().credit_code == wrong


def test_confirmed_code_is_not_asked_about_again(town_clerk):
    code = credit_code(7)
    wrong = code[:-1] + ("1" if code[-1] != "1" else "2")
    unit = make_unit(credit_code=wrong)
    answer = town_clerk.post(url("edit", unit), plain_facts(name=unit.name, credit_code=wrong, _version=1))
    assert answer.status_code == 302


def test_editing_the_name_asks_whether_it_is_a_slip(town_clerk, unit):
    given = plain_facts(name="沙河市近处波璃有限公司", _version=1)
    answer = town_clerk.post(url("edit", unit), given)
    assert answer.context["warnings"] == [
        "名称将由“沙河市近处玻璃有限公司”改为“沙河市近处波璃有限公司”，原名不会保留。"
        "这里只用于改正错字；单位更名请用“更名”。"
    ]
    assert Unit.objects.get().name == unit.name
    town_clerk.post(url("edit", unit), {**given, "_confirm": "1"})
    assert (Unit.objects.get().name, UnitName.objects.count()) == ("沙河市近处波璃有限公司", 0)


def test_facts_of_the_registers_are_kept(town_clerk, unit):
    facts = {
        "registration_number": "130582000001", "in_market": "on", "annual_revenue": "1250.50",
        "supervising_body": "市民政局", "legal_representative": "赵一", "legal_standing": "member",
        "association_members": "30", "has_union": "on", "has_league": "on", "has_womens_federation": "on",
    }  # fmt: skip
    answer = town_clerk.post(url("edit", unit), plain_facts(name=unit.name, _version=1, **facts))
    shown = {
        item["label"]: item["text"]
        for group in town_clerk.get(answer.url).context["groups"]
        for item in group["items"]
    }
    expected = {
        "注册号或登记证号": "130582000001", "在专业市场内": "是", "年营业收入（万元）": "1,250.50",
        "业务主管单位": "市民政局", "法定代表人": "赵一", "法定代表人政治面貌": "中共党员", "会员数": "30",
        "已建工会": "是", "已建团组织": "是", "已建妇联": "是",
    }  # fmt: skip
    assert {label: shown[label] for label in expected} == expected


def test_revenue_is_not_negative(town_clerk, unit):
    answer = town_clerk.post(url("edit", unit), plain_facts(name=unit.name, annual_revenue="-1", _version=1))
    assert errors_of(answer) == {"annual_revenue": ["年营业收入不能是负数。"]}


def test_unit_does_not_count_before_it_was_there(town_clerk):
    answer = town_clerk.post(url("create"), registration(opened_on="2020-07-01"))
    assert errors_of(answer) == {"from_day": ["单位成立于2020-07-01，纳入日期不能更早。"]}


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("91130582", "统一社会信用代码应为18位，“91130582”是8位，请对照证照补全或改正。"),
        ("91130582T43RNW40IT", "统一社会信用代码第17位“I”不是代码可用的字符，可能是“1”，请对照证照改正。"),
    ],
)
def test_wrong_length_or_alphabet_is_refused_even_when_confirmed(code, sentence, town_clerk):
    answer = town_clerk.post(url("create"), registration(credit_code=code, _confirm="1"))
    assert errors_of(answer) == {"credit_code": [sentence]}


def test_code_that_speaks_for_another_kind_asks(town_clerk):
    answer = town_clerk.post(url("create"), registration(credit_code=credit_code(7, "52")))
    assert answer.context["warnings"] == ["统一社会信用代码以52开头，一般属于社会组织，请确认单位类别。"]


def test_known_code_is_refused(town_clerk):
    make_unit(credit_code=credit_code(7))
    answer = town_clerk.post(url("create"), registration(credit_code=credit_code(7)))
    assert errors_of(answer) == {
        "credit_code": ["已有单位使用这个统一社会信用代码，请核对或直接修改那家单位。"]
    }


def test_editing_tells_from_and_to(town_clerk, unit):
    answer = town_clerk.post(url("edit", unit), plain_facts(name=unit.name, employees="9", _version=1))
    assert answer.url == unit.get_absolute_url()
    entry = AuditEntry.objects.first()
    assert (entry.act, entry.user, entry.changes["employees"]) == ("修改", town_clerk.user, [None, 9])


def test_new_phone_alone_is_saved(town_clerk, unit):
    town_clerk.post(url("edit", unit), plain_facts(name=unit.name, contact_phone="13700000000", _version=1))
    unit.refresh_from_db()
    assert unit.contact_phone == "13700000000"


def test_second_editor_sees_both_versions_and_may_save_over(town_clerk, county_clerk, unit):
    county_clerk.post(url("edit", unit), plain_facts(name=unit.name, employees="20", _version=1))
    mine = plain_facts(name=unit.name, employees="30", kind="social_org", _version=1)
    answer = town_clerk.post(url("edit", unit), mine)
    assert answer.status_code == 409
    shown = {row["label"]: (row["theirs"], row["mine"]) for row in answer.context["conflicts"]}
    assert (shown["职工人数"], shown["单位类别"]) == (("20", "30"), ("非公企业", "社会组织"))
    assert Unit.objects.get().employees == 20
    page = answer.content.decode()
    assert ('name="_version" value="2"' in page, 'value="30"' in page) == (True, True)
    again = {**mine, "_version": 2, "_post_key": answer.context["post_key"]}
    assert town_clerk.post(url("edit", unit), again).status_code == 302
    assert Unit.objects.get().employees == 30


def labels_of(answer) -> list[str]:
    return [action["label"] for action in answer.context["actions"]]


def test_actions_follow_state_and_role(town_clerk, leader, unit):
    acts = ["登记覆盖", "组建计划", "派指导员", "变更管理区域", "更名", "移出基数", "注销或迁出", "修改"]
    assert labels_of(town_clerk.get(unit.get_absolute_url())) == acts
    assert labels_of(leader.get(unit.get_absolute_url())) == []
    make_organization("桥东街道", covers=[unit])
    assert labels_of(town_clerk.get(unit.get_absolute_url()))[0] == "移交覆盖"
    confirmed(town_clerk, url("leave-base", unit), act(reason="suspended", document="停产核查"))
    assert labels_of(town_clerk.get(unit.get_absolute_url()))[4] == "纳入基数"
    given = act(reason="deregistered", document="注销通知", _post_key="key-3")
    confirmed(town_clerk, url("close", unit), given)
    assert labels_of(town_clerk.get(unit.get_absolute_url())) == ["恢复登记", "修改"]


def act(**values) -> dict:
    return {"on": "2020-06-30", "document": "依据", "_post_key": "key-2", **values}


ACTS = {
    "cover": lambda unit: (
        {"organization": make_organization("桥东街道").pk},
        lambda: Coverage.objects.get(unit=unit).starts_on,
    ),
    "assign": lambda unit: (
        {"officer": make_officer("桥东街道").pk},
        lambda: Assignment.objects.get(unit=unit).starts_on,
    ),
    "move": lambda unit: (
        {"area": area("桥西街道").pk},
        lambda: Placement.objects.get(unit=unit, area__name="桥西街道").starts_on,
    ),
    "leave-base": lambda unit: (
        {"reason": "suspended"},
        lambda: BaseSpell.objects.get(unit=unit).ends_on,
    ),
    "close": lambda unit: ({"reason": "deregistered"}, lambda: Unit.objects.get(pk=unit.pk).closed_on),
    "rename": lambda unit: (
        {"name": "沙河市新名玻璃有限公司"},
        lambda: UnitName.objects.get(unit=unit).ends_on + ONE,
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_act_on_a_unit(name, county_clerk, unit):
    given, outcome = ACTS[name](unit)
    token = county_clerk.post(url(name, unit), act(**given)).context["confirm"]
    answers = [county_clerk.post(url(name, unit), act(**given, _confirm=token)) for _ in range(2)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, unit.get_absolute_url())] * 2
    assert outcome() == datetime.date(2020, 6, 30)


@pytest.mark.parametrize("name", ACTS)
def test_act_shows_what_will_change_and_does_nothing_yet(name, county_clerk, unit):
    given, _ = ACTS[name](unit)
    before = AuditEntry.objects.count()
    answer = county_clerk.post(url(name, unit), act(**given))
    assert (answer.status_code, len(answer.context["changes"]) > 0) == (200, True)
    assert (AuditEntry.objects.count(), Unit.objects.get(pk=unit.pk).version) == (before, unit.version)
    assert str(unit) in answer.context["title"]


@pytest.mark.parametrize("name", ACTS)
def test_act_cannot_happen_tomorrow_nor_on_no_day(name, county_clerk, unit):
    given, _ = ACTS[name](unit)
    tomorrow = (timezone.localdate() + ONE).isoformat()
    sentences = {tomorrow: "日期不能晚于今天，请核对。", "昨天": "请填写有效日期，例如 2017-06-30。"}
    for day, sentence in sentences.items():
        answer = county_clerk.post(url(name, unit), act(**given) | {"on": day})
        assert errors_of(answer) == {"on": [sentence]}
        assert f'value="{day}"' in answer.content.decode()


def test_entering_the_base_again(county_clerk):
    unit = make_unit(in_base=False)
    confirmed(county_clerk, url("enter-base", unit), act())
    assert BaseSpell.objects.get(unit=unit).starts_on == datetime.date(2020, 6, 30)


def test_refusal_of_an_act_is_shown_on_its_page(county_clerk, unit, organization):
    other = make_organization("桥东街道", name="后支部")
    answer = county_clerk.post(url("cover", unit), act(organization=other.pk))
    assert errors_of(answer) == {
        "__all__": [
            f"{unit}在2016-01-01 至 今已由“近处玻璃党支部”覆盖，不能同时由“后支部”覆盖。"
            "请先结束原来的覆盖关系。"
        ]
    }
    assert Coverage.objects.count() == 1


def test_document_of_an_exit_is_asked_for(county_clerk, unit):
    answer = county_clerk.post(url("leave-base", unit), act(reason="suspended", document=""))
    assert errors_of(answer) == {"document": ["请填写依据。"]}


def test_township_cannot_move_a_unit_to_its_neighbour(town_clerk, unit):
    answer = town_clerk.post(url("move", unit), act(area=area("桥西街道").pk))
    assert errors_of(answer) == {"area": ["选择一个有效的选项： 该选择不在可用的选项中。"]}


def test_ending_a_coverage(town_clerk, unit, organization):
    span = Coverage.objects.get(unit=unit)
    page = reverse("organizations:coverage-end", args=[span.pk])
    assert errors_of(town_clerk.post(page, {"on": (EARLY - ONE).isoformat()})) == {
        "__all__": ["结束日期不能早于起始日期（2016-01-01），请核对。"]
    }
    given = {"on": "2020-06-30", "document": "移交纪要"}
    assert confirmed(town_clerk, page, given).url == unit.get_absolute_url()
    span.refresh_from_db()
    assert (span.ends_on, span.end_document) == (datetime.date(2020, 6, 30), "移交纪要")
