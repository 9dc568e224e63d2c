"""Pages of development and 三培养一推荐: roles, acts with their preview, numbers beside their lists."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from members.cultivation_models import Cultivation
from members.development_models import Candidate, DevelopmentStep, ProbationExtension, Withdrawal
from members.models import Member
from tests.members.development_factories import bring, make_candidate, take
from tests.members.factories import make_member, make_probationary

pytestmark = pytest.mark.django_db
LIST, FIGURES, CREATE = "/development/", "/development/figures/", "/development/new/"
CULTIVATION = "/cultivation/"


def page(name, row, *more) -> str:
    return reverse(f"development:{name}", args=[row.pk, *more])


def names(answer) -> list[str]:
    return [row["cells"][0]["text"] for row in answer.context["rows"]]


def act(client, address, **answers):
    """Ask for the preview, then confirm it; return both answers."""
    answers["_post_key"] = address[-64:]
    first = client.post(address, answers)
    confirm = first.context["confirm"] if first.context and first.context.get("changes") is not None else ""
    return first, client.post(address, answers | {"_confirm": confirm})


def applied(organization, **values) -> dict:
    plain = {
        "name": "李 申请", "sex": "male", "birth_date": "1995-05-05", "organization": organization.pk,
        "applied_on": "2026-03-01", "_post_key": "k",
    }  # fmt: skip
    return plain | values


def test_a_secretary_registers_an_application_without_choosing_the_organization(secretary, organization):
    assert secretary.get(CREATE).context["form"]["organization"].value() == organization.pk
    answer = secretary.post(CREATE, applied(organization))
    candidate = Candidate.objects.get()
    assert (answer.url, candidate.name) == (candidate.get_absolute_url(), "李申请")
    assert names(secretary.get(LIST)) == ["李申请"]


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"applied_on": "2999-01-01"}, {"applied_on": ["日期不能晚于今天，请核对。"]}),
        (
            {"birth_date": "2010-01-01"},
            {
                "birth_date": [
                    "申请时未满18周岁（《中国共产党发展党员工作细则》第五条），请核对出生日期和申请日期。"
                ]
            },
        ),
        ({"name": ""}, {"name": ["请填写姓名。"]}),
    ],
)
def test_bad_input_says_why(secretary, organization, values, errors):
    answer = secretary.post(CREATE, applied(organization, **values))
    assert (answer.status_code, answer.context["form"].errors, Candidate.objects.count()) == (422, errors, 0)


def test_who_may_see_a_file(
    request, secretary, town_clerk, county_clerk, stranger, leader, officer, organization, far_organization
):
    mine, other = make_candidate(organization, "甲"), make_candidate(far_organization, "乙")
    found = [
        [client.get(page("candidate-detail", row)).status_code for row in (mine, other)]
        for client in (secretary, town_clerk, stranger, county_clerk, leader, officer)
    ]
    assert found == [[200, 404], [200, 404], [404, 200], [200, 200], [403, 403], [403, 403]]
    acts = [page("candidate-record", other, "talk"), page("candidate-admit", other)]
    assert [secretary.post(address).status_code for address in acts] == [404, 404]


def test_the_page_of_a_candidate_shows_every_step(secretary, organization):
    candidate = bring(make_candidate(organization), "activist")
    stages = secretary.get(page("candidate-detail", candidate)).context["stages"]
    lines = {line["kind"].key: line for stage in stages for line in stage["lines"]}
    assert len(lines) == 25
    assert lines["talk"]["held_on"] == datetime.date(2020, 3, 20)
    assert (lines["talk"]["act_url"], lines["prospect"]["act_url"]) == (
        "",
        page("candidate-record", candidate, "prospect"),
    )
    assert lines["prospect"]["earliest"] == datetime.date(2021, 6, 10)
    assert (lines["examined"]["overdue"], lines["introducers"]["blocked"].key) == (True, "prospect")


def test_a_step_is_previewed_and_recorded(secretary, organization):
    candidate = make_candidate(organization)
    address = page("candidate-record", candidate, "talk")
    first, last = act(secretary, address, held_on="2020-05-01", responsible="王书记", document="谈话记录1号")
    assert first.context["changes"] == [
        "新增发展步骤记录：试验申请人甲：党组织派人谈话（2020-05-01）（责任人：王书记；依据：谈话记录1号）"
    ]
    assert first.context["warnings"][0].startswith("收到申请后谈话：一般不晚于2020-04-01")
    assert (last.url, DevelopmentStep.objects.count()) == (candidate.get_absolute_url(), 1)


def test_a_refused_step_leaves_nothing(secretary, organization):
    candidate = make_candidate(organization)
    first, _ = act(secretary, page("candidate-record", candidate, "prospect"), held_on="2021-06-09")
    assert first.context["form"].errors == {
        "__all__": ["请先登记第3步“推荐和确定入党积极分子”，再登记“确定发展对象”。"]
    }
    assert (first.status_code, DevelopmentStep.objects.count()) == (422, 0)
    wrong = [secretary.get(page("candidate-record", candidate, key)).status_code for key in ("approved", "x")]
    assert wrong == [404, 404]


def test_introducers_are_chosen_from_the_own_formal_members(secretary, organization, far_organization):
    candidate = bring(make_candidate(organization), "prospect")
    people = [make_member(organization, "甲"), make_member(organization, "乙")]
    make_member(far_organization, "丙")
    make_probationary(organization, "丁", joined_on=datetime.date(2026, 3, 1))
    address = page("candidate-record", candidate, "introducers")
    assert list(secretary.get(address).context["form"].fields["people"].queryset) == people
    act(secretary, address, held_on="2021-06-20", people=[one.pk for one in people])
    assert [str(one) for one in DevelopmentStep.objects.last().people.order_by("pk")] == ["甲", "乙"]


def test_a_step_is_mended(secretary, organization):
    step = take(make_candidate(organization), "talk", "2020-03-20")
    address = reverse("development:step-edit", args=[step.pk])
    answers = {"held_on": "2020-03-21", "document": "记录", "_version": "1", "_post_key": "a"}
    assert secretary.post(address, answers).url == step.candidate.get_absolute_url()
    step.refresh_from_db()
    assert (str(step.held_on), step.document) == ("2020-03-21", "记录")
    assert secretary.post(address, answers | {"document": "迟", "_post_key": "b"}).status_code == 409


def test_from_approval_to_full_membership(town_clerk, organization):
    candidate = bring(make_candidate(organization), "meeting")
    admit = page("candidate-admit", candidate)
    first, last = act(town_clerk, admit, on="2021-12-01", document="批复1号")
    assert [told.split("：")[0] for told in first.context["changes"]] == [
        "新增发展步骤记录", "新增党员", "新增组织关系",
    ]  # fmt: skip
    assert last.url == candidate.get_absolute_url()
    member = Member.objects.get()
    labels = [one["label"] for one in town_clerk.get(member.get_absolute_url()).context["actions"]]
    assert {"办理转正", "延长预备期"} <= set(labels)
    take(candidate, "full_meeting", "2022-10-08")
    confirm = page("member-confirm", member)
    assert town_clerk.get(confirm).context["form"]["full_on"].value() == datetime.date(2022, 10, 1)
    first, _ = act(town_clerk, confirm, on="2022-11-01", full_on="2022-10-01", document="批复2号")
    assert first.context["changes"][-1] == (
        "转为正式党员党员：试验申请人甲（人员类别：预备党员 → 正式党员；转为正式党员日期：2022-10-01）"
    )
    member.refresh_from_db()
    assert member.status == "formal"
    assert names(town_clerk.get(LIST)) == []
    assert names(town_clerk.get(LIST, {"course": "formal"})) == ["试验申请人甲"]


def test_a_probation_is_extended_on_the_page_of_the_member(town_clerk, organization):
    member = make_probationary(organization, joined_on=datetime.date(2025, 6, 1))
    act(town_clerk, page("member-extend", member), on="2026-05-20", until="2026-12-01", document="决议")
    assert str(ProbationExtension.objects.get()) == "试验党员乙：延长至2026-12-01"
    subtitle = town_clerk.get(member.get_absolute_url()).context["subtitle"]
    assert subtitle == "近处玻璃党支部（2025-06-01 至 今），预备期延长至2026-12-01"


def test_a_file_ends_and_goes_on(secretary, organization):
    candidate = make_candidate(organization)
    act(secretary, page("candidate-withdraw", candidate), on="2021-01-31", reason="moved", document="介绍信")
    answer = secretary.get(page("candidate-detail", candidate))
    assert answer.context["subtitle"] == "已终止培养（转出）"
    assert (names(secretary.get(LIST)), names(secretary.get(LIST, {"course": "withdrawn"}))) == (
        [], ["试验申请人甲"],
    )  # fmt: skip
    act(secretary, page("candidate-reopen", candidate), on="2021-06-01", document="介绍信2号")
    assert str(Withdrawal.objects.get().ends_on) == "2021-05-31"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["甲", "乙", "丙"]),
        ({"standing": "applicant"}, ["甲", "丙"]),
        ({"overdue": "yes"}, ["甲", "乙"]),
        ({"overdue": "no"}, ["丙"]),
        ({"on": "2020-04-01"}, ["甲", "乙"]),
        ({"q": "yi"}, []),
    ],
)
def test_filters(county_clerk, organization, far_organization, query, found):
    make_candidate(organization, "甲")
    bring(make_candidate(organization, "乙", applied_on=datetime.date(2020, 3, 10)), "activist")
    make_candidate(far_organization, "丙", applied_on=datetime.date(2026, 11, 20))
    assert names(county_clerk.get(LIST, query)) == found


def test_what_may_be_done_is_found(county_clerk, organization):
    bring(make_candidate(organization, "甲"), "examined")
    make_candidate(organization, "乙")
    kinds = county_clerk.get(LIST).context["filter"].form.fields["due"].queryset
    prospect, talk = kinds.get(key="prospect").pk, kinds.get(key="talk").pk
    assert names(county_clerk.get(LIST, {"due": prospect})) == ["甲"]
    assert names(county_clerk.get(LIST, {"due": prospect, "on": "2021-06-09"})) == []
    assert names(county_clerk.get(LIST, {"due": talk})) == ["乙"]


def test_the_list_is_exported(town_clerk, organization, far_organization):
    make_candidate(organization, "甲"), make_candidate(far_organization, "乙")
    rows = list(load_workbook(io.BytesIO(town_clerk.get(LIST, {"export": "xlsx"}).getvalue())).active.values)
    assert [row[0] for row in rows if row[2] == "入党申请人"] == ["甲"]


# Numbers


def numbers(client, address, **asked) -> dict:
    rows = client.get(address, asked).context["table"]["rows"]
    return {row["label"]: [cell["text"] for cell in row["cells"]] for row in rows}


def make_numbers(organization, far_organization):
    make_candidate(organization, "甲")
    bring(make_candidate(organization, "乙"), "activist")
    bring(make_candidate(far_organization, "丙"), "prospect")
    make_probationary(organization, "丁", joined_on=datetime.date(2026, 3, 1))


def test_numbers_by_area_on_any_day(county_clerk, stranger, secretary, organization, far_organization):
    make_numbers(organization, far_organization)
    today = numbers(county_clerk, FIGURES)
    assert (today["桥东街道"], today["桥西街道"], today["合计"]) == ([1, 1, 0, 1], [0, 0, 1, 0], [1, 1, 1, 1])
    past = numbers(county_clerk, FIGURES, on="2020-06-09")
    assert (past["桥东街道"], past["合计"]) == ([2, 0, 0, 0], [3, 0, 0, 0])
    assert numbers(stranger, FIGURES)["合计"] == [0, 0, 1, 0]
    assert numbers(secretary, FIGURES) == {"合计": [1, 1, 0, 1]}


@pytest.mark.parametrize("asked", [{}, {"on": "2020-06-09"}])
def test_every_number_is_the_length_of_its_list(county_clerk, organization, far_organization, asked):
    make_numbers(organization, far_organization)
    rows = county_clerk.get(FIGURES, asked).context["table"]["rows"]
    cells = [cell for row in rows for cell in row["cells"]]
    assert [county_clerk.get(cell["url"]).context["total"] for cell in cells] == [
        cell["text"] for cell in cells
    ]


def test_a_leader_sees_the_figures_only(leader, organization, far_organization):
    make_numbers(organization, far_organization)
    rows = leader.get(FIGURES).context["table"]["rows"]
    assert {cell["url"] for row in rows for cell in row["cells"]} == {""}
    assert rows[-1]["cells"][0]["text"] == 1
    assert [leader.get(address).status_code for address in (LIST, CULTIVATION)] == [403, 403]
    assert leader.get("/cultivation/figures/").status_code == 200


# 三培养一推荐


def cultivated(organization, **values) -> dict:
    plain = {"step": "technician_to_member", "organization": organization.pk, "held_on": "2026-05-01"}
    return plain | {"name": "李骨干", "_post_key": "k"} | values


def test_somebody_who_is_no_member_is_named(secretary, organization):
    answer = secretary.post("/cultivation/new/", cultivated(organization))
    row = Cultivation.objects.get()
    assert (answer.url, str(row)) == (row.get_absolute_url(), "李骨干：把生产技术骨干培养成党员")
    assert names(secretary.get(CULTIVATION)) == ["李骨干"]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"name": ""}, {"name"}),
        ({"step": "member_to_technician"}, {"name"}),
        ({"held_on": "2999-01-01"}, {"held_on"}),
    ],
)
def test_a_person_is_a_member_or_a_name(secretary, organization, values, fields):
    answer = secretary.post("/cultivation/new/", cultivated(organization, **values))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, fields)
    assert Cultivation.objects.count() == 0


def test_a_member_is_found_by_name_in_the_organization(secretary, organization, far_organization):
    member = make_member(organization, "甲")
    make_member(far_organization, "甲")
    secretary.post("/cultivation/new/", cultivated(organization, name="甲", step="member_to_technician"))
    row = Cultivation.objects.get()
    assert (row.member, row.name, row.person) == (member, "", "甲")


def test_members_of_one_name_are_told_apart_by_their_page(secretary, organization):
    first, second = make_member(organization, "甲"), make_member(organization, "甲")
    given = cultivated(organization, name="甲", step="member_to_technician")
    answer = secretary.post("/cultivation/new/", given)
    assert answer.context["form"].errors == {
        "name": ["这个党组织有同名的党员，请打开本人的党员页，从那里登记。"]
    }
    secretary.post(f"/cultivation/new/?member={second.pk}", given)
    assert Cultivation.objects.get().member == second != first


def test_numbers_of_a_year_open_their_lists(county_clerk, secretary, organization, far_organization):
    member = make_member(organization, "甲")
    for place, step, on in (
        (organization, "technician_to_member", "2025-05-01"),
        (organization, "technician_to_member", "2026-05-01"),
        (far_organization, "manager_to_decision", "2026-06-01"),
    ):
        Cultivation.objects.create(organization=place, step=step, held_on=on, name=f"人{on}")
    Cultivation.objects.create(
        organization=organization, step="member_to_technician", held_on="2026-01-31", member=member
    )
    found = numbers(county_clerk, "/cultivation/figures/", year=2026)
    assert (found["桥东街道"], found["合计"]) == ([1, 1, 0, 0], [1, 1, 0, 1])
    assert numbers(secretary, "/cultivation/figures/", year=2025) == {"合计": [1, 0, 0, 0]}
    rows = county_clerk.get("/cultivation/figures/", {"year": 2026}).context["table"]["rows"]
    cells = [cell for row in rows for cell in row["cells"]]
    assert [county_clerk.get(cell["url"]).context["total"] for cell in cells] == [
        cell["text"] for cell in cells
    ]


def test_the_back_office_has_the_same_forms_and_scope(town_clerk, organization, far_organization):
    mine, other = make_candidate(organization, "甲"), make_candidate(far_organization, "乙")
    rows = town_clerk.get("/admin/members/candidate/").context["cl"].queryset
    assert list(rows) == [mine]
    found = [
        town_clerk.get(f"/admin/members/candidate/{row.pk}/change/").status_code for row in (mine, other)
    ]
    assert found == [200, 302]
    assert town_clerk.get("/admin/members/candidate/add/").status_code == 403
    assert town_clerk.get("/admin/members/cultivation/add/").status_code == 200


def test_the_back_office_mends_a_step_as_strictly_as_the_portal(town_clerk, organization):
    candidate = bring(make_candidate(organization), "activist")
    step = candidate.steps.get(kind__key="talk")
    address = f"/admin/members/developmentstep/{step.pk}/change/"
    answer = town_clerk.post(address, {"kind": step.kind_id, "held_on": "2020-06-11"})
    assert answer.context["adminform"].form.errors == {
        "__all__": ["第3步“推荐和确定入党积极分子”在2020-06-10，“党组织派人谈话”不能晚于这一天。"]
    }
    assert town_clerk.post(address, {"kind": step.kind_id, "held_on": "2020-03-21"}).status_code == 302
