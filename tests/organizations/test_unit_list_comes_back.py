"""The list of units, taken from the portal with every column it has, comes back as it went."""

import pytest

from organizations.building import appoint, assign
from organizations.intake.ledger import ENTERPRISE_LEDGER
from organizations.models import Post, Unit
from organizations.sheets import UNITS
from tests.factories import BY, EARLY, make_officer, make_organization, make_unit
from tests.organizations.ledgers import bring_in, preview, verdicts
from tests.tables import exported
from tests.workbook_factory import credit_code

pytestmark = pytest.mark.django_db
FACTS = {
    "registration_number": "130582000012345", "enterprise_type": "private", "industry": "manufacturing",
    "above_scale": True, "in_market": False, "annual_revenue": "1234.50", "has_union": True,
    "has_league": False, "has_womens_federation": False, "legal_representative": "张示例",
    "legal_standing": "", "address": "桥东街道一号", "opened_on": EARLY, "note": "备 注",
    "surveyed_on": EARLY, "contact_phone": "0319-8812345", "employees": 35, "formal_members": 5,
    "probationary_members": 0,
}  # fmt: skip


@pytest.fixture
def units(db):
    """Units of every state: own branch, joint branch, officer, nothing, not surveyed."""
    own, joint, other, guided, bare = (
        make_unit(name=f"沙河市试验{number}公司", credit_code=credit_code(number), **FACTS)
        for number in range(601, 606)
    )
    branch = make_organization(name="试验一党支部", covers=[own])
    appoint(Post(organization=branch, role="secretary", name="王示例", starts_on=EARLY), BY)
    make_organization(name="联合党支部", formation="joint", covers=[joint, other])
    assign(make_officer(name="李示例"), guided, EARLY, BY)
    make_unit(name="沙河市未摸排公司")
    make_unit(name="沙河市某商会", kind="social_org", social_type="association", association_members=30)
    return [own, joint, other, guided, bare]


def test_every_column_is_read_or_worked_out():
    read = ENTERPRISE_LEDGER.vocabulary
    headings = [column.heading(Unit) for column in UNITS.columns]
    assert [h for h in headings if not read.knows(h) and h not in ENTERPRISE_LEDGER.derived] == []


def test_a_list_taken_from_the_portal_comes_back_unchanged(units):
    read = preview(exported(UNITS), "单位名录.xlsx")
    assert [row.changes for row in read.rows if row.changes] == []
    assert (set(verdicts(read)), len(read.rows), read.sheets[0].unmapped) == ({"unchanged"}, 7, [])


def test_one_edit_is_one_update(units):
    data = exported(UNITS, edits={(1, "地址"): "桥东街道二号"})
    assert verdicts(preview(data, "单位名录.xlsx")).count("update") == 1
    before = {unit.pk: unit.version for unit in Unit.objects.all()}
    bring_in(data, "单位名录.xlsx")
    changed = [unit for unit in Unit.objects.all() if unit.version != before[unit.pk]]
    assert [(unit.name, unit.address) for unit in changed] == [("沙河市试验602公司", "桥东街道二号")]
