"""Identity number and address: sealed in the database, hidden on pages, seen for a reason and on record."""

import datetime
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core.models import AuditEntry, PostKey
from core.saving import Refused
from members.demo import invented_id_number
from members.models import ID_NUMBER_TAKEN, Member
from tests.everything import addresses, settle, url_of
from tests.members.factories import BORN, make_member, new_member

pytestmark = pytest.mark.django_db

LIST, EXPORT, CREATE = "/members/", "/members/export/", "/members/new/"
NUMBER = "130599198005040023"
OTHER = "13059919800504004X"
ADDRESS = "示例小区9号楼901室"
PHONE = "12000009999"
MASKED = "已登记，已隐去"
REASON = "办理组织关系转接"
PERSONAL = {"id_number": NUMBER, "address": ADDRESS, "phone": PHONE}
SECRETS = (NUMBER, NUMBER[6:], ADDRESS, PHONE, BORN.isoformat())


@pytest.fixture
def member(organization) -> Member:
    return make_member(organization, "甲", **PERSONAL)


def page(name, member) -> str:
    return reverse(f"members:member-{name}", args=[member.pk])


def shown(client, address, data=None) -> str:
    return client.get(address, data).content.decode()


def facts(client, member) -> dict:
    groups = client.get(page("detail", member)).context["groups"]
    return {item["label"]: item["text"] for group in groups for item in group["items"]}


def labels(client, address) -> list[str]:
    return [action["label"] for action in client.get(address).context["actions"]]


def workbook(response) -> list[tuple]:
    return list(openpyxl.load_workbook(BytesIO(response.getvalue())).active.values)


def everything_stored() -> str:
    """Return every cell of every table, as the database holds it."""
    with connection.cursor() as cursor:
        cells = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our tables
            cells += cursor.fetchall()
    return str(cells)


# At rest


def test_neither_number_nor_address_stands_anywhere_in_the_database(member):
    stored = everything_stored()
    assert [text in stored for text in ("甲", PHONE, NUMBER, ADDRESS)] == [True, True, False, False]
    again = Member.objects.get(pk=member.pk)
    assert (again.id_number, again.address) == (NUMBER, ADDRESS)


def test_a_member_is_found_by_the_whole_number_however_it_is_written(organization, member):
    make_member(organization, "乙")
    found = [
        Member.objects.with_id_number(text) for text in (NUMBER, f" {NUMBER[:6]} {NUMBER[6:]}", int(NUMBER))
    ]
    assert [list(rows) for rows in found] == [[member]] * 3
    nobody = [Member.objects.with_id_number(text).exists() for text in ("", None, NUMBER[:17], OTHER)]
    assert nobody == [False] * 4


def test_the_number_is_cleared_and_the_same_number_is_no_change(member):
    before = member.id_number_sealed
    member.id_number = f"{NUMBER} "
    assert member.id_number_sealed == before
    member.id_number = ""
    assert (member.id_number, member.id_number_sealed, member.id_number_print) == ("", "", "")


def test_the_database_itself_refuses_a_number_twice(organization, member):
    twin = make_member(organization, "乙")
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=twin.pk).update(id_number_print=member.id_number_print)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"id_number": NUMBER[:17] + "4"}, "身份证号末位校验不符，说明有数字写错，请对照身份证逐位核对。"),
        ({"id_number": NUMBER, "sex": "male"}, "性别与身份证号不符（第17位单数为男、双数为女），请核对。"),
        (
            {"id_number": NUMBER, "birth_date": BORN + datetime.timedelta(days=1)},
            "出生日期与身份证号第7至14位不符，请核对。",
        ),
        ({"id_number": OTHER}, ID_NUMBER_TAKEN),
    ],
)
def test_the_act_refuses_what_the_form_would(organization, values, sentence):
    make_member(organization, "乙", id_number=OTHER)
    with pytest.raises(Refused) as refused:
        make_member(organization, **values)
    assert (str(refused.value), Member.objects.count()) == (sentence, 1)


def test_a_number_that_went_through_a_spreadsheet_is_refused():
    for text in (1.30599198005040023e17, "1.30599E+17", "130599198005040000"):
        member = new_member(id_number=text)
        assert "末尾几位已经丢失" in member._wrong_id_number()


# Hidden


def test_lists_detail_and_workbook_hide_the_number_from_the_clerk(town_clerk, member):
    addresses = [LIST, f"{LIST}?columns=id_number_sealed", page("detail", member), page("edit", member)]
    assert [NUMBER[6:] in shown(town_clerk, address) for address in addresses] == [False] * 4
    assert MASKED in shown(town_clerk, LIST, {"columns": "id_number_sealed"})
    told = facts(town_clerk, member)
    assert (told["公民身份号码"], told["家庭住址"]) == (MASKED, ADDRESS)
    rows = workbook(town_clerk.get(LIST, {"export": "xlsx", "columns": "id_number_sealed"}))
    assert (rows[-1], NUMBER in str(rows)) == (("甲", MASKED), False)


def test_the_usual_list_opens_nothing(county_clerk, member, settings):
    """With another key nothing could be opened: the list does not try, the detail page says so."""
    settings.SEAL_KEYS = {"lost": bytes(32)}
    assert [MASKED in shown(county_clerk, LIST, {"columns": "id_number_sealed"})] == [True]
    assert facts(county_clerk, member)["家庭住址"].startswith("打开密封内容所需的密钥（编号 test）不在")
    assert county_clerk.get(page("edit", member)).context["form"].fields["address"].disabled
    answer = county_clerk.post(page("reveal", member), {"reason": REASON})
    assert (answer.status_code, AuditEntry.objects.filter(act="查看身份证号").count()) == (422, 0)
    answer = county_clerk.post(EXPORT, {"reason": REASON})
    assert (answer.status_code, AuditEntry.objects.filter(act="导出身份证号").count()) == (422, 0)


def test_the_audit_trail_and_answered_posts_tell_no_number(town_clerk, member):
    town_clerk.post(page("edit", member), posted(id_number=OTHER, address="示例小区1号楼", _post_key="k"))
    member.refresh_from_db()
    assert (member.id_number, PostKey.objects.count()) == (OTHER, 1)
    changes = AuditEntry.objects.get(act="修改").changes
    hidden = ["（已隐去）", "（已隐去）"]
    assert {name: changes[name] for name in changes if name.endswith(("sealed", "print"))} == {
        "address_sealed": hidden, "id_number_print": hidden, "id_number_sealed": hidden,
    }  # fmt: skip
    stored = everything_stored()
    assert [text in stored for text in (NUMBER, OTHER, ADDRESS, "示例小区1号楼")] == [False] * 4


def test_the_back_office_hides_the_number_from_those_who_change_and_those_who_look(
    settings, town_clerk, member
):
    address = f"/admin/members/member/{member.pk}/change/"
    rows = "/admin/members/member/"
    assert [NUMBER[6:] in shown(town_clerk, one) for one in (address, rows)] == [False] * 2
    rights = settings.ROLE_PERMISSIONS["town_clerk"] - {"members.change_member"}
    settings.ROLE_PERMISSIONS = settings.ROLE_PERMISSIONS | {"town_clerk": rights}
    text = shown(town_clerk, address)
    assert [one in text for one in (MASKED, "甲", NUMBER[6:], ADDRESS)] == [True, True, False, False]


@pytest.mark.parametrize("role", ["leader", "officer", "auditor"])
def test_roles_without_personal_data_see_none_on_any_page(request, role, organization):
    """Every page and every workbook they may open, with a member behind each of them."""
    rows = settle("桥东街道")
    member = rows[Member]
    member.id_number, member.address, member.phone = NUMBER, ADDRESS, PHONE
    member.unit = organization.coverages.get().unit
    member.save()
    client = request.getfixturevalue(role)
    opened, found = 0, []
    for address in addresses():
        url = url_of(address, rows)
        for answer in (client.get(url), client.get(url, {"export": "xlsx"})):
            if answer.status_code == 200:
                opened += 1
                text = told_by(answer)
                found += [(address.name, secret) for secret in SECRETS if secret in text]
    assert (found, opened > 4) == ([], True)


def told_by(answer) -> str:
    """Return what a page or a workbook says."""
    if "spreadsheet" in answer["Content-Type"]:
        book = openpyxl.load_workbook(BytesIO(answer.getvalue()))
        return str([list(sheet.values) for sheet in book])
    return answer.getvalue().decode()


def test_a_secretary_sees_address_and_telephone_and_never_the_number(secretary, member):
    told = facts(secretary, member)
    assert (told["公民身份号码"], told["家庭住址"], told["联系电话"]) == (MASKED, ADDRESS, PHONE)
    assert "查看身份证号" not in labels(secretary, page("detail", member))
    assert "导出含身份证号" not in labels(secretary, LIST)
    forbidden = [
        act(url).status_code
        for act in (secretary.get, secretary.post)
        for url in (page("reveal", member), EXPORT)
    ]
    assert forbidden == [403] * 4
    assert [NUMBER[6:] in shown(secretary, url) for url in (LIST, page("edit", member))] == [False] * 2


# The form


def posted(**values) -> dict:
    plain = {
        "name": "甲",
        "sex": "female",
        "birth_date": "1980-05-04",
        "status": "formal",
        "joined_on": "2010-07-01",
        "full_member_on": "2011-07-01",
        "floating": "none",
        "on_site": "on",
        "_version": "1",
    }
    return plain | values


def admitted(organization, **values) -> dict:
    membership = {"organization": organization.pk, "from_day": "2016-01-01", "entry_reason": "registered"}
    return posted(**membership, **values)


def errors(response) -> dict:
    return dict(response.context["form"].errors)


def test_sex_and_birth_date_left_blank_come_from_the_number(town_clerk, organization):
    data = admitted(organization, id_number=f"{NUMBER[:6]} {NUMBER[6:]}", sex="", birth_date="")
    assert town_clerk.post(CREATE, data).status_code == 302
    member = Member.objects.get()
    assert (member.id_number, member.sex, member.birth_date) == (NUMBER, "female", BORN)


def test_without_a_number_sex_and_birth_date_are_asked_for(town_clerk, organization):
    answer = town_clerk.post(CREATE, admitted(organization, sex="", birth_date=""))
    assert (answer.status_code, errors(answer)) == (
        422,
        {
            "sex": ["请选择性别，或填写公民身份号码。"],
            "birth_date": ["请填写出生日期，或填写公民身份号码。"],
        },
    )


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (
            {"id_number": "130599198005040024"},
            {"id_number": ["身份证号末位校验不符，说明有数字写错，请对照身份证逐位核对。"]},
        ),
        (
            {"id_number": "130599198002300023"},
            {"id_number": ["身份证号第7至14位“19800230”不是有效的出生日期，请对照身份证改正。"]},
        ),
        (
            {"id_number": "1305991980"},
            {"id_number": ["身份证号应为18位，这里是10位，请对照身份证补全或改正。"]},
        ),
        (
            {"id_number": NUMBER, "sex": "male"},
            {"id_number": ["性别与身份证号不符（第17位单数为男、双数为女），请核对。"]},
        ),
        (
            {"id_number": NUMBER, "birth_date": "1980-05-05"},
            {"id_number": ["出生日期与身份证号第7至14位不符，请核对。"]},
        ),
        (
            {"id_number": "130599299905040021", "birth_date": "", "joined_on": "2010-07-01"},
            {"birth_date": ["日期不能晚于今天，请核对。"]},
        ),
    ],
)
def test_a_wrong_number_says_why_and_leaves_nothing(town_clerk, organization, values, wrong):
    answer = town_clerk.post(CREATE, admitted(organization, **values))
    assert answer.status_code == 422
    assert {name: errors(answer).get(name) for name in wrong} == wrong
    assert Member.objects.count() == 0


def test_a_number_of_somebody_elsewhere_is_refused_without_a_name(town_clerk, organization, far_organization):
    make_member(far_organization, "外人", id_number=NUMBER)
    answer = town_clerk.post(CREATE, admitted(organization, id_number=NUMBER))
    assert (answer.status_code, errors(answer)) == (422, {"id_number": [ID_NUMBER_TAKEN]})
    assert "外人" not in answer.content.decode()


def test_a_blank_keeps_the_number_another_replaces_it_and_a_word_clears_it(town_clerk, member):
    kept = []
    for version, text in enumerate(("", OTHER, "无"), 1):
        data = posted(id_number=text, education="other" if version == 1 else "", _version=version)
        assert town_clerk.post(page("edit", member), data | {"_post_key": str(version)}).status_code == 302
        kept.append(Member.objects.get().id_number)
    assert kept == [NUMBER, OTHER, ""]


def test_a_kept_number_still_holds_sex_and_birth_date(town_clerk, member):
    answer = town_clerk.post(page("edit", member), posted(sex="male"))
    assert errors(answer) == {"id_number": ["性别与身份证号不符（第17位单数为男、双数为女），请核对。"]}


def test_a_slower_colleague_is_not_shown_the_number_that_was_faster(town_clerk, member):
    town_clerk.post(page("edit", member), posted(id_number=OTHER, _post_key="a"))
    third = invented_id_number(BORN, "female", 33)
    answer = town_clerk.post(page("edit", member), posted(id_number=third, _post_key="b"))
    assert (answer.status_code, OTHER in answer.content.decode()) == (409, False)
    assert answer.context["conflicts"][0] == {
        "label": "公民身份号码", "mine": third, "theirs": "（已隐去）",
    }  # fmt: skip


# Seen in full


def looks() -> list[tuple]:
    acts = AuditEntry.objects.filter(act__in=["查看身份证号", "导出身份证号"]).order_by("pk")
    return [(entry.user, entry.act, entry.object_label, entry.reason) for entry in acts]


@pytest.mark.parametrize("role", ["county_clerk", "town_clerk"])
def test_a_clerk_gives_a_reason_and_sees_the_number_and_it_is_on_record(request, role, member):
    client = request.getfixturevalue(role)
    assert "查看身份证号" in labels(client, page("detail", member))
    assert NUMBER not in shown(client, page("reveal", member))
    answer = client.post(page("reveal", member), {"reason": REASON})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert NUMBER in answer.content.decode()
    assert looks() == [(client.user, "查看身份证号", "甲", REASON)]
    assert NUMBER not in str(AuditEntry.objects.values_list())


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("", "请写明用途。"), ("   ", "请写明用途。"), ("看看", "请把用途写清楚，至少4个字。")],
)
def test_without_a_reason_nothing_is_shown(town_clerk, member, reason, sentence):
    for address in (page("reveal", member), EXPORT):
        answer = town_clerk.post(address, {"reason": reason})
        assert (answer.status_code, errors(answer)) == (422, {"reason": [sentence]})
        assert NUMBER not in answer.content.decode()
    assert looks() == []


def test_a_neighbour_finds_nobody_to_look_at(stranger, member):
    answers = [act(page("reveal", member), {"reason": REASON}) for act in (stranger.get, stranger.post)]
    assert ([answer.status_code for answer in answers], looks()) == ([404, 404], [])
    assert NUMBER not in str(workbook(stranger.post(EXPORT, {"reason": REASON})))


def test_who_has_no_number_on_record_offers_no_look(town_clerk, organization):
    member = make_member(organization)
    assert "查看身份证号" not in labels(town_clerk, page("detail", member))
    assert town_clerk.get(page("reveal", member)).status_code == 404


def test_the_export_holds_the_numbers_of_the_rows_in_view_and_is_on_record(town_clerk, organization, member):
    make_member(organization, "乙", id_number=OTHER)
    query = f"{EXPORT}?q=甲&columns=sex"
    assert town_clerk.get(query).context["subtitle"].endswith("共 1 行")
    rows = workbook(town_clerk.post(query, {"reason": REASON}))
    assert rows[-2:] == [("姓名", "性别", "公民身份号码"), ("甲", "女", NUMBER)]
    assert looks() == [(town_clerk.user, "导出身份证号", "党员名册", REASON)]
    changes = AuditEntry.objects.get(act="导出身份证号").changes
    assert (changes["rows"], changes["filter"][1].startswith("q=")) == ([None, 1], True)


def test_the_list_leads_to_the_export_of_its_filter(town_clerk, member):
    actions = town_clerk.get(LIST, {"q": "甲", "page": "1"}).context["actions"]
    assert actions[0] == {
        "label": "导出含身份证号", "url": "/members/export/?q=%E7%94%B2", "primary": False,
    }  # fmt: skip
    assert town_clerk.get(actions[0]["url"]).context["back_url"] == "/members/?q=%E7%94%B2"
