"""The plain facts of a unit: columns of its list for those who choose them, and the groups of its page."""

from core.sheets import Column
from organizations.conditions import base_since_on

CONTACT = "organizations.view_contact"
WIDE = {"address": 40, "supervising_body": 24, "note": 30}
LABELS = {"opened_on": "单位成立日期"}  # beside organizations, which are founded on days too
CHOSEN = (
    "registration_number",
    "enterprise_type",
    "social_type",
    "industry",
    "supervising_body",
    "above_scale",
    "in_market",
    "annual_revenue",
    "association_members",
    "has_union",
    "has_league",
    "has_womens_federation",
    "legal_representative",
    "legal_standing",
    "address",
    "surveyed_on",
    "opened_on",
    "closed_on",
    "close_reason",
    "note",
)

MORE_UNIT_COLUMNS = (
    Column("base_since", "纳入基数日期", annotation=base_since_on, kind="date", default=False),
    *(Column(name, LABELS.get(name, ""), width=WIDE.get(name, 14), default=False) for name in CHOSEN),
)


def _group(heading: str, *names: str) -> tuple:
    return heading, tuple(map(Column, names))


UNIT_GROUPS = (
    _group(
        "基本信息",
        "kind",
        "credit_code",
        "registration_number",
        "enterprise_type",
        "social_type",
        "industry",
        "supervising_body",
        "opened_on",
    ),
    _group("规模与人员", "employees", "annual_revenue", "association_members", "above_scale", "in_market"),
    _group(
        "党员与群团",
        "formal_members",
        "probationary_members",
        "surveyed_on",
        "has_union",
        "has_league",
        "has_womens_federation",
    ),
    (
        "负责人与联系",
        (
            Column("legal_representative"),
            Column("legal_standing"),
            Column("address"),
            Column("contact_phone", private=CONTACT),
        ),
    ),
    _group("其他", "closed_on", "close_reason", "close_document", "note"),
)
