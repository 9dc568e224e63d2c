"""Who sees what of dues: rights by role, and that no income leaves the organization."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry, PostKey
from members.dues_models import DuesBase, DuesPayment
from organizations.duties import first_of_month
from tests.factories import make_organization
from tests.members.dues import handed_up, paid, relieved, returned, told
from tests.members.dues_pages import cells, page, posted, text_of, workbook
from tests.members.factories import make_member

pytestmark = pytest.mark.django_db

LIST = "/dues/"
INCOME, DUE = "7654.32", "114.81"


@pytest.fixture
def month(db):
    return first_of_month(timezone.localdate())


@pytest.fixture
def member(organization):
    return make_member(organization)


@pytest.fixture
def known(member, organization, month):
    """A member whose income the secretary wrote down, and who paid by it."""
    told(member, organization, INCOME, month=month)
    paid(member, organization, DUE, month=month, on=timezone.localdate())
    return member


# Rights


OWN = ("organization-month", "organization-ledger", "organization-voluntary")
SHARED = ("organization-year", "organization-handup", "organization-return")


def codes(client, names, row) -> list[int]:
    return [client.get(page(name, row)).status_code for name in names]


@pytest.mark.parametrize(
    ("role", "own", "shared"),
    [
        ("secretary", 200, 200),
        ("town_clerk", 403, 200),
        ("county_clerk", 403, 200),
        ("stranger", 403, 404),
        ("leader", 403, 403),
        ("officer", 403, 403),
        ("auditor", 403, 403),
        ("sysadmin", 403, 403),
        ("nobody", 403, 403),
    ],
)
def test_who_opens_what(request, organization, known, role, own, shared):
    client = request.getfixturevalue(role)
    assert codes(client, OWN, organization) == [own] * 3
    assert codes(client, SHARED, organization) == [shared] * 3
    assert codes(client, ("member-base", "member-relief"), known) == [own] * 2
    payment = DuesPayment.objects.get()
    assert codes(client, ("duespayment-detail", "duespayment-reverse"), payment) == [own] * 2


def test_secretary_of_another_organization_finds_nothing(signed_in, organization, far_organization, known):
    client = signed_in("secretary", organization=far_organization)
    assert codes(client, (*OWN, *SHARED), organization) == [404] * 6
    assert codes(client, ("member-base", "member-relief"), known) == [404] * 2
    assert cells(client.get(LIST))[0][0] == "远处矿业党支部"


def test_secretary_of_the_organization_above_sees_sums_and_no_member(signed_in, organization, known):
    above = make_organization(name="上级党委")
    organization.superior = above
    organization.save()
    client = signed_in("secretary", organization=above)
    assert codes(client, OWN, organization) == [404] * 3
    assert client.get(page("organization-year", organization)).status_code == 200
    assert codes(client, ("member-base",), known) == [404]
    seen = text_of(client.get(known.get_absolute_url()))
    assert (known.name in seen, INCOME in seen.replace(",", ""), DUE in seen) == (True, False, False)


def test_menu_offers_dues_to_those_who_may_open_them(request, organization):
    held = {"secretary": True, "town_clerk": True, "county_clerk": True, "leader": False, "officer": False}
    found = {
        role: f'href="{LIST}"' in text_of(request.getfixturevalue(role).get("/accounts/password/"))
        for role in held
    }
    assert found == held


def test_signed_out_goes_to_the_sign_in(organization):
    assert Client().get(LIST).status_code == 302
    assert Client().get(page("organization-ledger", organization)).status_code == 302


# Nothing leaks


def leaking(client, urls) -> list[str]:
    """The addresses that show the income in any writing."""
    seen = {}
    for url in urls:
        answer = client.get(url)
        shown = answer.getvalue() if answer.streaming else answer.content
        if answer.get("Content-Type", "").startswith("application/vnd"):
            shown = str(workbook(answer)).encode()
        seen[url] = shown.decode(errors="ignore")
    return [url for url, text in seen.items() if INCOME in text or "7,654.32" in text]


def everywhere(organization, member) -> list[str]:
    admin = [
        reverse(f"admin:members_{name}_changelist") for name in ("member", "relief", "handedup", "returned")
    ]
    return [
        LIST,
        f"{LIST}?span=year&export=xlsx",
        *(page(name, organization) for name in (*OWN, *SHARED)),
        f"{page('organization-ledger', organization)}?export=xlsx",
        member.get_absolute_url(),
        page("member-base", member),
        "/members/",
        "/members/?export=xlsx",
        "/reports/figures/dues_returned/?side=base",
        "/reports/dashboard/",
        *admin,
        reverse("admin:members_member_change", args=[member.pk]),
        reverse("admin:members_member_history", args=[member.pk]),
        reverse("admin:core_auditentry_changelist"),
        *(reverse("admin:core_auditentry_change", args=[row.pk]) for row in AuditEntry.objects.all()),
    ]


@pytest.mark.parametrize("role", ["county_clerk", "town_clerk", "stranger", "leader", "officer", "auditor"])
def test_no_income_is_seen_outside_the_organization(request, secretary, organization, member, month, role):
    answers = {"month": f"{month:%Y-%m}", "category": "wage", "base": INCOME, "_post_key": "key-9"}
    secretary.post(page("member-base", member), answers)
    secretary.post(
        page("organization-month", organization), posted(**{f"amount_{member.pk}": DUE, "_post_key": "k-10"})
    )
    relieved(member, organization, "900.00", on=month)
    assert DuesPayment.objects.count() == 1
    client = request.getfixturevalue(role)
    assert leaking(client, everywhere(organization, member)) == []
    kept = [*PostKey.objects.values_list("digest", "location"), *DuesBase.objects.values_list("base_sealed")]
    assert INCOME not in str(kept)


def test_the_secretary_does_see_it(secretary, organization, known):
    shown = leaking(secretary, everywhere(organization, known))
    ledger = page("organization-ledger", organization)
    assert shown == [ledger, f"{ledger}?export=xlsx", known.get_absolute_url(), page("member-base", known)]


def test_clerks_see_no_payment_of_a_member(town_clerk, organization, known):
    """It would tell the income, as the rule can be read backwards."""
    make_member(organization, "试验党员丙")
    seen = text_of(town_clerk.get(known.get_absolute_url()))
    assert (known.name in seen, DUE in seen) == (True, False)


def test_a_member_takes_no_income_along_to_another_organization(signed_in, organization, known):
    other = make_organization(name="转入的党支部")
    row = known.memberships.get()
    row.ends_on, row.exit_reason = timezone.localdate() - datetime.timedelta(days=1), "transferred_out"
    row.save()
    known.memberships.create(organization=other, starts_on=timezone.localdate())
    client = signed_in("secretary", organization=other)
    assert INCOME not in text_of(client.get(page("member-base", known)))
    assert INCOME not in text_of(client.get(known.get_absolute_url())).replace(",", "")


def test_export_of_the_ledger_is_told_to_the_audit_trail(secretary, organization, known):
    rows = workbook(secretary.get(f"{page('organization-ledger', organization)}?export=xlsx"))
    assert rows[2] == (
        "序号",
        "党员姓名",
        "月工资收入",
        "执行标准",
        "月应缴党费",
        "全年应缴党费",
        "全年实缴党费",
        "备注",
    )
    assert rows[3][1] == "试验党员甲"
    assert AuditEntry.objects.filter(act="导出", object_label="党费收缴台账").count() == 1


# Back office


def test_back_office_reads_ledgers_and_knows_no_incomes(county_clerk, organization, known):
    line = handed_up(organization)
    assert county_clerk.get(reverse("admin:members_handedup_change", args=[line.pk])).status_code == 200
    assert county_clerk.get(reverse("admin:members_handedup_add")).status_code == 403
    names = ("/admin/members/duesbase/", "/admin/members/duespayment/")
    assert [county_clerk.get(name).status_code for name in names] == [404, 404]


def test_dashboard_shows_the_rate_and_opens_its_list(county_clerk, leader, organization, month):
    today = timezone.localdate()
    handed_up(organization, "400.00", day=today, month=month)
    returned(organization, "300.00", day=today)
    for client in (county_clerk, leader):
        assert "75.00%" in text_of(client.get("/reports/dashboard/"))
        answer = client.get("/reports/figures/dues_returned/?side=gaps")
        assert cells(answer) == [["近处玻璃党支部", "桥东街道", "400.00", "300.00", "100.00"]]
        assert answer.context["figure"]["total"] == "400.00 元"
