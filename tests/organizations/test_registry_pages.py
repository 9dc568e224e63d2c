"""Pages of the registry comparison: upload, sections, and every act with its preview."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.models import AuditEntry
from organizations.choices import RegistryDecision, RegistryMatch
from organizations.models import Exclusion, RegistryLine, RegistryList, Unit
from tests.factories import area, make_unit
from tests.organizations.registries import keep, listed, row
from tests.pages import confirmed
from tests.workbook_factory import credit_code

pytestmark = pytest.mark.django_db

CODE, OTHER_CODE = credit_code(501), credit_code(502)
NAME = "沙河市旧识玻璃有限公司"
UPLOAD = "/register/registry/new/"
DAY = "2026-05-08"
FAR = "沙河市白塔镇章村"


def upload(client, data: bytes, key="key-1", **given):
    given = {"source": "market", "listed_on": DAY, "_post_key": key, **given}
    return client.post(UPLOAD, {"file": SimpleUploadedFile("名单.csv", data), **given})


def sentences(answer) -> list[str]:
    """Every sentence with which the form was refused."""
    return [str(error) for errors in answer.context["form"].errors.values() for error in errors]


def act_url(line, act: str) -> str:
    return reverse(f"organizations:registryline-{act}", args=[line.pk])


def page(client, registry, section="new", **query):
    return client.get(registry.get_absolute_url(), {"section": section, **query})


def names(answer) -> list[str]:
    return [line["name"] for line in answer.context["rows"]]


def acts(answer) -> list[str]:
    [line] = answer.context["rows"]
    return [act["label"] for act in line["acts"]]


def counts(answer) -> dict:
    return {tab["label"]: tab["count"] for tab in answer.context["tabs"] if tab["count"]}


def again(line: RegistryLine) -> RegistryLine:
    return RegistryLine.objects.get(pk=line.pk)


# Upload


def test_upload_keeps_the_list_and_leads_to_the_comparison(county_clerk):
    answer = upload(county_clerk, listed(row(NAME, CODE), row()))
    registry = RegistryList.objects.get()
    assert (answer.status_code, answer.url) == (302, registry.get_absolute_url())
    assert (registry.area.name, registry.made_by, registry.listed_on.isoformat(), registry.line_count) == (
        "沙河市", county_clerk.user, DAY, 2,
    )  # fmt: skip
    assert (counts(county_clerk.get(answer.url)), Unit.objects.count()) == ({"新出现": 2}, 0)


def test_same_file_leads_to_the_list_that_is_there(county_clerk):
    urls = {upload(county_clerk, listed(row()), key=key).url for key in ("key-1", "key-2")}
    assert urls == {RegistryList.objects.get().get_absolute_url()}
    told = [str(message) for message in county_clerk.get(urls.pop()).context["messages"]]
    assert told[-1] == "这个文件已经上传过，下面是原来的名单，已按今天的单位名录重新比对。"


def test_list_of_a_town_clerk_is_about_the_own_area(town_clerk, stranger):
    url = upload(town_clerk, listed(row(address="建设路"))).url
    assert RegistryLine.objects.get().area.name == "桥东街道"
    assert (names(town_clerk.get(url)), stranger.get(url).status_code) == (["沙河市新来玻璃有限公司"], 404)
    foreign = upload(town_clerk, listed(row()), key="key-2", area=area("桥西街道").pk)
    assert foreign.status_code == 422


@pytest.mark.parametrize(
    ("data", "given", "sentence"),
    [
        (b"", {}, "这个文件是空的，请重新选择。"),
        (b"\xff\xfe\x00", {}, "文件不是可读的文本，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"),
        (
            "姓名,电话\n甲,1\n".encode("gb18030"), {},
            "没有找到登记名单：请确认表头中有“企业名称”或“统一社会信用代码”这样的列。",
        ),
        (listed(row()), {"listed_on": "2999-01-01"}, "名单日期不能晚于今天，请核对。"),
    ],
)  # fmt: skip
def test_bad_file_is_refused_with_one_sentence(county_clerk, data, given, sentence):
    answer = upload(county_clerk, data, **given)
    assert (answer.status_code, sentences(answer)) == (422, [sentence])
    assert RegistryList.objects.count() == 0


def test_ladder_of_the_pages(town_clerk, stranger, leader):
    registry = keep(row(NAME, CODE), place="桥东街道")
    urls = [registry.get_absolute_url(), act_url(registry.lines.get(), "register")]
    assert [client.get(url).status_code for client in (town_clerk, stranger, leader) for url in urls] == [
        200, 200, 404, 404, 403, 403,
    ]  # fmt: skip
    assert [Client().get(url).url.split("?")[0] for url in urls] == ["/accounts/sign-in/"] * 2
    assert leader.get(UPLOAD).status_code == 403


def test_comparison_is_reached_from_the_imports(town_clerk):
    actions = {one["label"]: one["url"] for one in town_clerk.get("/imports/").context["actions"]}
    assert actions["登记名单比对"] == "/register/registry/"


# Sections


@pytest.fixture
def various(db) -> RegistryList:
    """A list of the county with a line for every section."""
    make_unit(name=NAME, credit_code=CODE)
    make_unit(name="沙河市要换名有限公司", credit_code=credit_code(511))
    make_unit(name="沙河市要搬家有限公司", credit_code=credit_code(512))
    make_unit(name="沙河市已注销有限公司", credit_code=credit_code(513))
    make_unit(name="沙河市没有了有限公司", credit_code=credit_code(514))
    make_unit(name="沙河市同名餐饮有限责任公司")
    return keep(
        row(NAME, CODE),
        row("沙河市换了名有限公司", credit_code(511)),
        row("沙河市要搬家有限公司", credit_code(512), address=FAR),
        row("沙河市已注销有限公司", credit_code(513), 登记状态="注销"),
        row("沙河市同名餐饮有限公司", OTHER_CODE),
        row("短码厂", "9113"),
        row("沙河市新来玻璃有限公司", credit_code(515)),
    )


def test_every_line_stands_in_one_section(county_clerk, various):
    answer = page(county_clerk, various)
    assert counts(answer) == {
        "新出现": 1, "已消失": 2, "更名": 1, "迁移": 1, "疑似同一家": 1, "需核对": 1,
    }  # fmt: skip
    assert answer.context["same_count"] == 1


@pytest.mark.parametrize(
    ("section", "name", "notes", "buttons"),
    [
        ("new", "沙河市新来玻璃有限公司", [], ["登记为单位", "不纳入"]),
        ("renamed", "沙河市换了名有限公司", ["本系统中的名称：沙河市要换名有限公司"], ["更名", "维持不变"]),
        (
            "moved", "沙河市要搬家有限公司", ["本系统中的管理区域：桥东街道；名单中为白塔镇"],
            ["变更管理区域", "维持不变"],
        ),
        (
            "suspect", "沙河市同名餐饮有限公司", ["可能是“沙河市同名餐饮有限责任公司”（代码未登记）"],
            ["确认同一家", "不是同一家", "不纳入"],
        ),
        (
            "faulty", "短码厂", ["统一社会信用代码应为18位，“9113”是4位，请对照证照补全或改正。"],
            ["登记为单位", "不纳入"],
        ),
    ],
)  # fmt: skip
def test_section_tells_what_differs_and_offers_its_acts(county_clerk, various, section, name, notes, buttons):
    answer = page(county_clerk, various, section)
    [line] = answer.context["rows"]
    assert (line["name"], line["notes"], acts(answer)) == (name, notes, buttons)


def test_gone_units_say_why(county_clerk, various):
    lines = page(county_clerk, various, "gone").context["rows"]
    assert [(one["name"], one["notes"], [act["label"] for act in one["acts"]]) for one in lines] == [
        ("沙河市已注销有限公司", ["登记机关已终止登记，本系统中尚未注销或迁出"], ["注销或迁出", "维持不变"]),
        ("沙河市没有了有限公司", ["名单中没有这家单位"], ["注销或迁出"]),
    ]
    assert [(one["area"], one["state"]) for one in lines] == [("桥东街道", "注销"), ("桥东街道", "")]


def test_search_and_export_keep_to_the_section(county_clerk, various):
    assert names(page(county_clerk, various, q="没有这个名字")) == []
    assert names(page(county_clerk, various, "moved", area=area("白塔镇").pk)) == ["沙河市要搬家有限公司"]
    for section, name in (("moved", "沙河市要搬家有限公司"), ("gone", "沙河市已注销有限公司")):
        data = page(county_clerk, various, section, export="xlsx").getvalue()
        cells = [cell for line in load_workbook(io.BytesIO(data)).active.values for cell in line]
        assert name in cells
    assert AuditEntry.objects.filter(act="导出").count() == 2


def test_section_that_is_none_shows_what_is_new(county_clerk, various):
    assert names(page(county_clerk, various, "whatever")) == ["沙河市新来玻璃有限公司"]


def test_town_clerk_sees_lines_of_the_own_area_and_acts_on_no_unit_elsewhere(signed_in, various):
    baita = signed_in("town_clerk", area=area("白塔镇"))
    answer = page(baita, various, "moved")
    assert (counts(answer), acts(answer)) == ({"迁移": 1}, [])
    assert answer.context["rows"][0]["notes"] == ["本系统中由其他区域管理，请联系县级工作人员办理。"]
    assert "桥东街道" not in str(answer.context["rows"])
    line = various.lines.get(name="沙河市要搬家有限公司")
    assert baita.get(act_url(line, "move")).status_code == 404


def test_page_costs_the_same_for_one_line_and_for_many(county_clerk, django_assert_max_num_queries):
    few = keep(row(NAME, CODE))
    many = keep(*(row(f"沙河市第{n}有限公司", credit_code(n)) for n in range(600, 640)))
    with django_assert_max_num_queries(30) as paid:
        page(county_clerk, few)
    with django_assert_max_num_queries(len(paid)):
        page(county_clerk, many)


# Acts on one line


def test_line_becomes_a_unit_as_the_preview_says(town_clerk):
    line = keep(row(NAME, CODE, 注册日期="2001-02-03"), place="桥东街道").lines.get()
    url = act_url(line, "register")
    shown = town_clerk.get(url).context["form"]
    assert [shown[name].value() for name in ("name", "credit_code", "kind")] == [NAME, CODE, "enterprise"]
    data = {"name": NAME, "credit_code": CODE, "kind": "enterprise", "in_base": "on"}
    data |= {"area": area("桥东街道").pk, "from_day": DAY, "opened_on": "2001-02-03"}
    preview = town_clerk.post(url, data)
    assert (preview.status_code, Unit.objects.count()) == (200, 0)
    assert any(sentence.startswith(f"新增单位：{NAME}") for sentence in preview.context["changes"])
    answer = confirmed(town_clerk, url, data)
    assert answer.url == f"{line.list.get_absolute_url()}?section=new"
    unit = Unit.objects.get()
    assert (unit.opened_on, unit.base_spells.get().starts_on.isoformat()) == (datetime.date(2001, 2, 3), DAY)
    line = again(line)
    assert (line.decision, line.unit, line.decided_by) == (RegistryDecision.ADDED, unit, town_clerk.user)


def test_code_that_is_impossible_is_mended_when_the_line_is_registered(county_clerk):
    line = keep(row(NAME, "9113")).lines.get()
    url = act_url(line, "register")
    data = {"name": NAME, "kind": "enterprise", "area": area("桥东街道").pk, "from_day": DAY}
    assert confirmed(county_clerk, url, data | {"credit_code": "9113"}).status_code == 422
    assert confirmed(county_clerk, url, data | {"credit_code": CODE}).status_code == 302
    assert (Unit.objects.get().credit_code, again(line).decision) == (CODE, RegistryDecision.ADDED)


def test_unit_is_closed_from_its_line(county_clerk, various):
    line = various.lines.get(is_gone=True)
    data = {"on": DAY, "reason": "deregistered", "document": "注销公告"}
    answer = confirmed(county_clerk, act_url(line, "close"), data)
    assert answer.url == f"{various.get_absolute_url()}?section=gone"
    unit = Unit.objects.get(name="沙河市已注销有限公司")
    assert (unit.closed_on.isoformat(), again(line).decision) == (DAY, RegistryDecision.CLOSED)
    assert counts(page(county_clerk, various))["已消失"] == 1


def test_unit_is_renamed_and_moved_from_its_line(county_clerk, various):
    renamed, moved = (various.lines.get(name=f"沙河市{what}有限公司") for what in ("换了名", "要搬家"))
    form = county_clerk.get(act_url(renamed, "rename")).context["form"]
    assert form["name"].value() == "沙河市换了名有限公司"
    data = {"name": "沙河市换了名有限公司", "on": DAY, "document": "变更登记"}
    assert confirmed(county_clerk, act_url(renamed, "rename"), data).status_code == 302
    data = {"area": area("白塔镇").pk, "on": DAY, "document": "通知"}
    assert confirmed(county_clerk, act_url(moved, "move"), data).status_code == 302
    units = Unit.objects.filter(credit_code__in=(credit_code(511), credit_code(512))).order_by("pk")
    found = [(unit.name, unit.placements.get(ends_on=None).area.name) for unit in units]
    assert found == [("沙河市换了名有限公司", "桥东街道"), ("沙河市要搬家有限公司", "白塔镇")]
    assert (again(renamed).decision, again(moved).decision) == (
        RegistryDecision.RENAMED,
        RegistryDecision.MOVED,
    )
    assert not {"更名", "迁移"} & set(counts(page(county_clerk, various)))


def test_refusal_of_an_act_is_shown_and_nothing_is_done(county_clerk, various):
    line = various.lines.get(name="沙河市换了名有限公司")
    data = {"name": "沙河市换了名有限公司", "on": "2010-01-01", "document": "变更登记"}
    answer = county_clerk.post(act_url(line, "rename"), data)
    assert (answer.status_code, len(sentences(answer))) == (422, 1)
    assert again(line).decision == RegistryDecision.NONE


def test_namesake_is_confirmed_or_not(county_clerk, various):
    line = various.lines.get(name="沙河市同名餐饮有限公司")
    form = county_clerk.get(act_url(line, "same")).context["form"]
    unit = Unit.objects.get(name="沙河市同名餐饮有限责任公司")
    assert (list(form.fields["unit"].queryset), form["unit"].value()) == ([unit], unit.pk)
    assert confirmed(county_clerk, act_url(line, "same"), {"unit": unit.pk}).status_code == 302
    unit.refresh_from_db()
    assert (again(line).matched_by, unit.credit_code) == (RegistryMatch.NAME, OTHER_CODE)
    assert page(county_clerk, various).context["same_count"] == 2


def test_namesake_that_is_another_one_becomes_new(county_clerk, various):
    line = various.lines.get(name="沙河市同名餐饮有限公司")
    assert confirmed(county_clerk, act_url(line, "other"), {"reason": "地址不同"}).status_code == 302
    assert names(page(county_clerk, various)) == ["沙河市同名餐饮有限公司", "沙河市新来玻璃有限公司"]


def test_line_that_is_kept_as_it_is(county_clerk, various):
    line = various.lines.get(name="沙河市换了名有限公司")
    assert county_clerk.post(act_url(line, "keep"), {}).status_code == 422
    assert confirmed(county_clerk, act_url(line, "keep"), {"reason": "尚未公示"}).status_code == 302
    assert "更名" not in counts(page(county_clerk, various))


def test_exclusion_is_remembered_shown_and_taken_back(county_clerk):
    first = keep(row("个体甲", CODE))
    data = {"reason": "个体工商户"}
    assert confirmed(county_clerk, act_url(first.lines.get(), "exclude"), data).status_code == 302
    later = keep(row("个体甲", CODE), row())
    answer = page(county_clerk, later, "excluded")
    today = timezone.localdate().isoformat()
    assert answer.context["rows"][0]["notes"] == [f"{today}起不纳入：个体工商户"]
    [revoke] = answer.context["rows"][0]["acts"]
    assert county_clerk.get("/register/registry/excluded/").context["total"] == 1
    back = confirmed(county_clerk, revoke["url"], {"reason": "转为企业"})
    assert back.url == f"{later.get_absolute_url()}?section=excluded"
    assert (counts(page(county_clerk, later)), Exclusion.objects.get().revoke_reason) == (
        {"新出现": 2}, "转为企业",
    )  # fmt: skip


def test_act_on_a_line_of_another_area_is_absent(stranger, various):
    line = various.lines.get(name="沙河市换了名有限公司")
    acts = ("register", "close", "rename", "move", "same", "other", "keep", "exclude")
    codes = {ask(act_url(line, act)).status_code for act in acts for ask in (stranger.get, stranger.post)}
    assert codes == {404}


# Several lines at once


def several(registry, act: str) -> str:
    return reverse(f"organizations:registry-{act}", args=[registry.pk])


def test_ticked_lines_are_registered_together(county_clerk):
    registry = keep(row(NAME, CODE), row(), row("无区域公司", address="建设路"))
    lines = list(registry.lines.order_by("row"))
    ticked = [line.pk for line in lines[:2]]
    form = county_clerk.get(several(registry, "register"), {"line": ticked}).context["form"]
    assert form["lines"].value() == ticked
    data = {"lines": ticked, "on": DAY, "in_base": "on"}
    answer = confirmed(county_clerk, several(registry, "register"), data)
    assert answer.url == f"{registry.get_absolute_url()}?section=new"
    assert list(Unit.objects.order_by("pk").values_list("name", flat=True)) == [
        NAME,
        "沙河市新来玻璃有限公司",
    ]
    data["lines"] = [lines[2].pk]
    refused = confirmed(county_clerk, several(registry, "register"), data)
    assert sentences(refused) == [
        "看不出“无区域公司”属于哪个乡镇、街道或开发区，请选择管理区域，或逐家登记。"
    ]
    data["area"] = area("白塔镇").pk
    assert confirmed(county_clerk, several(registry, "register"), data).status_code == 302
    assert counts(page(county_clerk, registry)) == {}


def test_ticked_lines_are_excluded_together(county_clerk):
    registry = keep(row("个体甲", CODE), row("个体乙"), row())
    ticked = [line.pk for line in registry.lines.filter(name__startswith="个体")]
    data = {"lines": ticked, "reason": "个体工商户"}
    assert confirmed(county_clerk, several(registry, "exclude"), data).status_code == 302
    assert counts(page(county_clerk, registry)) == {"新出现": 1, "已不纳入": 2}


def test_lines_of_others_or_settled_ones_are_not_on_offer(town_clerk):
    make_unit(name=NAME, credit_code=CODE)
    registry = keep(row(NAME, CODE), row("远处公司", OTHER_CODE, address=FAR), row())
    every = list(registry.lines.order_by("row").values_list("pk", flat=True))
    offered = town_clerk.get(several(registry, "register"), {"line": every}).context["form"]
    assert [line.pk for line in offered.fields["lines"].queryset] == [every[2]]
    data = {"lines": every, "on": DAY, "in_base": "on"}
    assert town_clerk.post(several(registry, "register"), data).status_code == 422
    nothing = town_clerk.post(several(registry, "register"), {"on": DAY})
    assert sentences(nothing) == ["请至少勾选一行。"]
