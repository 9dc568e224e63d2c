"""Saved filters: kept under a name, shared without their rows, opened and deleted where they belong."""

import datetime
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from core.audit import Actor
from core.models import AuditEntry, SavedView
from core.saved_views import keep_view, question_of, views_on
from core.saving import Refused
from core.scoping import Grant, Scope
from core.sheets import Column, Sheet
from organizations.models import Unit
from tests.factories import make_unit

LIST = "/register/units/"
DAY = datetime.date(2026, 11, 22)


def create_url(page=LIST, query="q=玻璃") -> str:
    return f"{reverse('core:savedview-create')}?{urlencode({'page': page, 'query': query})}"


def keep(client, name="玻璃企业", *, query="q=玻璃", **values):
    return client.post(create_url(query=query), {"name": name, "_post_key": name, **values})


def labels(answer) -> list[tuple]:
    return [
        (view["label"], view["owner"], bool(view["delete_url"])) for view in answer.context["saved_views"]
    ]


def listed(answer) -> list[str]:
    return [row["cells"][0]["text"] for row in answer.context["rows"]]


@pytest.mark.parametrize(
    ("query", "question"),
    [
        ("q=a&page=3&export=xlsx", "q=a"),
        ("page=2", ""),
        ("q=&kind=enterprise", "kind=enterprise"),
        ("columns=name&columns=kind", "columns=name&columns=kind"),
    ],
)
def test_question_leaves_out_page_and_export_and_blanks(query, question):
    assert question_of(query) == question


def test_filter_is_kept_opened_and_deleted(town_clerk, unit):
    make_unit("桥东街道", name="沙河市别的矿业有限公司")
    answer = keep(town_clerk, query="q=玻璃&page=2")
    kept = SavedView.objects.get()
    assert (answer.status_code, answer.url) == (302, kept.get_absolute_url())
    assert (kept.user, kept.page, kept.query, kept.shared) == (
        town_clerk.user, LIST, "q=%E7%8E%BB%E7%92%83", False,
    )  # fmt: skip
    page = town_clerk.get(answer.url)
    assert (listed(page), labels(page)) == ([unit.name], [("玻璃企业", "", True)])
    answer = town_clerk.post(reverse("core:savedview-delete", args=[kept.pk]))
    assert (answer.status_code, answer.url, SavedView.objects.count()) == (302, LIST, 0)
    assert list(AuditEntry.objects.filter(model="core.savedview").values_list("act", flat=True)) == [
        "删除", "新增",
    ]  # fmt: skip


def test_page_of_the_filter_leads_back_to_the_list(town_clerk):
    answer = town_clerk.get(create_url())
    assert (answer.status_code, answer.context["back_url"]) == (200, f"{LIST}?q=玻璃")


def test_list_offers_to_keep_what_it_asks(town_clerk, unit):
    assert town_clerk.get(LIST).context["save_url"] == ""
    offered = town_clerk.get(f"{LIST}?q=玻璃&page=1").context["save_url"]
    assert offered == f"/saved-views/new/?{urlencode({'page': LIST, 'query': 'q=%E7%8E%BB%E7%92%83'})}"
    assert town_clerk.get(offered).status_code == 200


def test_shared_filter_carries_the_question_and_not_the_rows(town_clerk, stranger, unit, far_unit):
    keep(town_clerk, query="kind=enterprise", shared="on")
    page = stranger.get(LIST)
    assert labels(page) == [("玻璃企业", str(town_clerk.user), False)]
    assert listed(stranger.get(page.context["saved_views"][0]["url"])) == [far_unit.name]


def test_own_filter_is_nobody_elses(town_clerk, stranger, unit):
    keep(town_clerk)
    kept = SavedView.objects.get()
    assert labels(stranger.get(LIST)) == []
    assert stranger.post(reverse("core:savedview-delete", args=[kept.pk])).status_code == 404
    assert SavedView.objects.count() == 1


def test_filter_belongs_to_its_list(town_clerk, unit):
    keep(town_clerk)
    assert labels(town_clerk.get("/register/organizations/")) == []


def test_own_filters_stand_before_shared_ones(town_clerk, stranger):
    by = Actor(stranger.user)
    keep_view(SavedView(page=LIST, name="甲", query="q=a", shared=True), by)
    keep_view(SavedView(page=LIST, name="乙", query="q=b"), Actor(town_clerk.user))
    assert [view.name for view in views_on(LIST, town_clerk.user)] == ["乙", "甲"]


@pytest.mark.parametrize(
    ("name", "query", "sentence"),
    [
        ("甲", "q=玻璃", "您在这个列表已有名为“甲”的筛选，请换一个名称。"),
        ("乙", "page=2", "还没有筛选条件。请先在列表中筛选，再保存。"),
        ("丙", "q=" + "a" * 2000, "筛选条件太长，不能保存。请减少条件。"),
    ],
)
def test_refusals_say_why(town_clerk, name, query, sentence):
    keep_view(SavedView(page=LIST, name="甲", query="q=a"), Actor(town_clerk.user))
    answer = keep(town_clerk, name, query=query)
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (422, [sentence])
    with pytest.raises(Refused):
        keep_view(SavedView(page=LIST, name=name, query=query), Actor(town_clerk.user))
    assert SavedView.objects.count() == 1


def test_filter_needs_a_name(town_clerk):
    answer = keep(town_clerk, "")
    assert answer.context["form"].errors == {"name": ["请填写名称。"]}


@pytest.mark.parametrize("page", ["", "https://example.com/", "//example.com/", "/nowhere/", "units"])
def test_page_outside_the_portal_is_not_kept(town_clerk, page):
    answers = [
        town_clerk.get(create_url(page)),
        town_clerk.post(create_url(page), {"name": "甲", "_post_key": "1"}),
    ]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/")] * 2
    assert SavedView.objects.count() == 0


def test_auditor_keeps_no_filters(auditor):
    assert auditor.get(create_url()).status_code == 403


# Choice of columns

SHEET = Sheet(
    title="表",
    model=Unit,
    columns=(
        Column("name"),
        Column("kind"),
        Column("contact_phone", private="organizations.view_contact"),
        Column("industry", default=False),
        Column("answer", "答案", default=False, annotation=lambda day: Unit.objects.values("pk")[:1]),
    ),
)
PLAIN = Scope(DAY, (Grant("area", "1/", frozenset({"organizations.view_unit"})),))
FULL = Scope(DAY, (Grant("area", "1/", frozenset({"organizations.view_contact"})),))


@pytest.mark.parametrize(
    ("scope", "chosen", "shown"),
    [
        (PLAIN, (), ["name", "kind"]),
        (FULL, (), ["name", "kind", "contact_phone"]),
        (PLAIN, ("industry",), ["name", "industry"]),
        (PLAIN, ("industry", "kind"), ["name", "kind", "industry"]),
        (PLAIN, ("contact_phone",), ["name", "kind"]),
        (FULL, ("contact_phone",), ["name", "contact_phone"]),
        (PLAIN, ("nothing",), ["name", "kind"]),
    ],
)
def test_columns_are_chosen_by_name(scope, chosen, shown):
    assert [column.name for column in SHEET.columns_for(scope, chosen)] == shown


def test_query_carries_no_column_that_is_not_shown():
    plain = SHEET.prepare(Unit.objects.all(), DAY)
    chosen = SHEET.prepare(Unit.objects.all(), DAY, SHEET.columns_for(PLAIN, ["answer"]))
    assert ["answer" in rows.query.annotations for rows in (plain, chosen)] == [False, True]
