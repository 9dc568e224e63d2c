"""Service centres: units taken in by name, code or area, closing, lists of a day, pages and rights."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.saving import Refused
from organizations.forms.sites import named_units
from organizations.models import (
    CentreService,
    ServiceCentre,
    Unit,
)
from organizations.registration import leave_base
from organizations.serving import close_centre, serve
from tests.factories import BY, make_unit
from tests.factories import area as area_named
from tests.organizations.showcase import make_centre
from tests.pages import confirmed
from tests.workbook_factory import credit_code

START, LAST = datetime.date(2019, 7, 1), datetime.date(2020, 6, 30)
DAY = datetime.timedelta(days=1)


def url(name, row=None) -> str:
    return reverse(f"organizations:{name}", args=[row.pk] if row else [])


def errors_of(answer) -> dict:
    assert answer.status_code == 422
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def shown(client, page, **query) -> list[str]:
    answer = client.get(url(page), query)
    return sorted(row["cells"][0]["text"] for row in answer.context["rows"])


def centre_facts(place="桥东街道", **values) -> dict:
    facts = {"name": "桥东党群服务中心", "area": area_named(place).pk, "opened_on": "2019-07-01"}
    return {**facts, "_post_key": "key-1", **values}


def test_keeping_a_centre(town_clerk):
    answer = town_clerk.post(url("centre-create"), centre_facts())
    centre = ServiceCentre.objects.get()
    assert answer.url == centre.get_absolute_url()
    changed = centre_facts(address="建设路1号", _version=1, _post_key="key-2")
    assert town_clerk.post(url("centre-edit", centre), changed).status_code == 302
    assert ServiceCentre.objects.get().address == "建设路1号"
    foreign = centre_facts("桥西街道", name="桥西中心", _post_key="key-3")
    assert set(errors_of(town_clerk.post(url("centre-create"), foreign))) == {"area"}


@pytest.fixture
def centre(db):
    return make_centre("桥东街道", "桥东党群服务中心", on=START)


def test_several_units_at_once_by_name_and_code(town_clerk, centre, unit, far_unit):
    other = make_unit("桥东街道", name="沙河市（新）玻璃有限公司", credit_code=credit_code(3))
    names = f" {unit.name}\r\n\r\n沙河市(新)玻璃有限公司\n{credit_code(3).lower()}"
    page, facts = url("centre-serve", centre), {"names": names, "on": "2019-07-01", "_post_key": "key-1"}
    preview = town_clerk.post(page, facts)
    assert preview.context["changes"] == [
        f"新增中心服务单位：桥东党群服务中心：{one}（起始日期：2019-07-01）" for one in (unit, other)
    ]
    assert confirmed(town_clerk, page, facts).url == centre.get_absolute_url()
    answer = town_clerk.get(centre.get_absolute_url())
    [part] = answer.context["sections"]
    assert sorted(row["cells"][0]["text"] for row in part["rows"]) == sorted([unit.name, other.name])
    ends = {url("service-end", service) for service in CentreService.objects.all()}
    assert {row["cells"][-1]["url"] for row in part["rows"]} == ends
    assert {row["url"] for row in part["rows"]} == {unit.get_absolute_url(), other.get_absolute_url()}
    again = town_clerk.post(page, {**facts, "on": "2020-01-01", "_post_key": "key-2"})
    assert errors_of(again) == {"__all__": ["这些单位在2020-01-01已由“桥东党群服务中心”服务，无需重复登记。"]}


def test_whole_area_is_registered_at_once(town_clerk, centre, unit, far_unit, area):
    left = make_unit("桥东街道", name="沙河市停产有限公司")
    leave_base(left, LAST, "suspended", "核查记录", BY)
    page = url("centre-serve", centre)
    facts = {"area": area("桥东街道").pk, "on": "2020-07-01", "_post_key": "key-1"}
    assert confirmed(town_clerk, page, facts).status_code == 302
    assert [one.unit for one in CentreService.objects.all()] == [unit]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({}, {"__all__": ["请填写单位，或选择整区域登记。"]}),
        (
            {"names": "沙河市远处矿业有限公司\n不在册公司"},
            {
                "names": [
                    "没有找到，或有几家同名：沙河市远处矿业有限公司、不在册公司。"
                    "请填写单位全称或统一社会信用代码。"
                ]
            },
        ),
        ({"names": "一\n" * 501}, {"names": ["一次最多登记500行，请分几次登记。"]}),
        (
            {"names": "沙河市近处玻璃有限公司", "on": "2019-06-30"},
            {"__all__": ["“桥东党群服务中心”启用于2019-07-01，服务起始日期不能更早。"]},
        ),
    ],
)
def test_service_that_cannot_be_is_refused(values, error, town_clerk, centre, unit, far_unit):
    facts = {"on": "2019-07-01", "_post_key": "key-1", **values}
    assert errors_of(town_clerk.post(url("centre-serve", centre), facts)) == error
    assert not CentreService.objects.exists()


def test_two_units_of_one_name_are_not_guessed(unit):
    twin = make_unit("桥东街道", name=unit.name, credit_code=credit_code(5))
    assert named_units(Unit.objects.all(), [unit.name]) == ([unit, twin], [unit.name])
    assert named_units(Unit.objects.all(), [credit_code(5), "", "（）"]) == ([twin], ["（）"])


def test_service_from_a_later_day_is_named(centre, unit):
    serve(centre, [unit], LAST, BY)
    with pytest.raises(Refused, match="从2020-06-30起已由“桥东党群服务中心”服务，起始日期不能更早。"):
        serve(centre, [unit], START, BY)


def test_closing_a_centre_ends_what_it_serves_that_day(town_clerk, centre, unit):
    serve(centre, [unit], START, BY)
    page = url("centre-close", centre)
    preview = town_clerk.post(page, {"on": "2020-06-30", "_post_key": "key-1"})
    assert preview.context["changes"] == [
        f"结束中心服务单位：桥东党群服务中心：{unit}（截止日期：2020-06-30）",
        "停用党群服务中心：桥东党群服务中心（停用日期：2020-06-30）",
    ]
    confirmed(town_clerk, page, {"on": "2020-06-30", "_post_key": "key-1"})
    centre.refresh_from_db()
    assert (centre.closed_on, CentreService.objects.get().ends_on) == (LAST, LAST)
    labels = [a["label"] for a in town_clerk.get(centre.get_absolute_url()).context["actions"]]
    assert labels == ["修改"]
    with pytest.raises(Refused, match="已于2020-06-30停用，不能再登记服务单位。"):
        serve(centre, [make_unit("桥东街道")], LAST + DAY, BY)
    with pytest.raises(Refused, match="已于2020-06-30停用。"):
        close_centre(centre, LAST, BY)


def test_centre_is_not_closed_before_what_it_did(centre, unit):
    serve(centre, [unit], LAST, BY)
    with pytest.raises(Refused, match="从2020-06-30起服务沙河市近处玻璃有限公司，停用日期不能更早。"):
        close_centre(centre, LAST - DAY, BY)
    with pytest.raises(Refused, match="启用于2019-07-01，停用日期不能更早。"):
        close_centre(centre, START - DAY, BY)
    assert CentreService.objects.get().ends_on is None


def test_centre_does_not_open_after_it_served(town_clerk, centre, unit):
    serve(centre, [unit], START, BY)
    facts = centre_facts(opened_on="2019-07-02", _version=1)
    assert errors_of(town_clerk.post(url("centre-edit", centre), facts)) == {
        "opened_on": ["从2019-07-01起已服务沙河市近处玻璃有限公司，启用日期不能更晚。"]
    }


@pytest.mark.parametrize(
    ("query", "served"),
    [({}, "1"), ({"on": "2020-06-30"}, "2"), ({"on": "2019-06-30"}, "0"), ({"state": "open"}, "1")],
)
def test_centres_tell_how_many_they_serve_on_the_day(query, served, town_clerk, centre, unit):
    other = make_unit("桥东街道")
    serve(centre, [unit, other], START, BY)
    CentreService.objects.filter(unit=other).update(ends_on=LAST)
    [row] = town_clerk.get(url("centre-list"), query).context["rows"]
    assert (row["cells"][3]["text"], row["url"]) == (served, centre.get_absolute_url())


def test_closed_centres_stay_listed(town_clerk, centre):
    close_centre(centre, LAST, BY)
    assert shown(town_clerk, "centre-list") == [centre.name]
    assert shown(town_clerk, "centre-list", state="open") == []
    assert shown(town_clerk, "centre-list", state="open", on="2020-06-30") == [centre.name]
    assert shown(town_clerk, "centre-list", state="closed", area=area_named("桥东街道").pk) == [centre.name]
    assert shown(town_clerk, "centre-list", q="桥西") == []


def test_ending_a_service_leads_back_where_one_may_look(county_clerk, town_clerk, unit):
    county = make_centre("沙河市", "市党群服务中心", on=START)
    serve(county, [unit], START, BY)
    service = CentreService.objects.get()
    assert town_clerk.get(county.get_absolute_url()).status_code == 404
    page = url("service-end", service)
    assert county_clerk.get(page).context["back_url"] == county.get_absolute_url()
    answer = confirmed(town_clerk, page, {"on": "2020-06-30", "_post_key": "key-1"})
    assert answer.url == unit.get_absolute_url()


def test_served_units_are_listed_and_exported(county_clerk, centre, unit, far_unit, area):
    serve(centre, [unit, far_unit], START, BY)
    query = {"area": area("桥西街道").pk, "centre": centre.pk}
    assert shown(county_clerk, "service-list", **query) == [far_unit.name]
    answer = county_clerk.get(url("service-list"), {**query, "export": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.getvalue())).active.values)
    assert rows[-1][:4] == (far_unit.name, None, "桥西街道", "桥东党群服务中心")


def test_neighbour_sees_no_centre(stranger, auditor, centre):
    pages = [url(f"centre-{act}", centre) for act in ("detail", "edit", "serve", "close")]
    assert [stranger.get(page).status_code for page in pages] == [404] * 4
    assert [auditor.get(page).status_code for page in pages] == [403] * 4
