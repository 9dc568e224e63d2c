"""The tables of members, each declared once for page, export, import and admin."""

from dataclasses import replace

from core.sealing import SealError
from core.sheets import Column, Sheet
from members.choices import LeaveReason, MemberStatus
from members.models import Member, Membership, latest_value_on, status_on

PERSONAL = "members.view_personal"
REVEAL = "members.reveal_personal"
# No digit is shown: birth date and sex stand beside it, so the ends of the number would give it away.
MASKED = "已登记，已隐去"


def masked_id_number(row: Member) -> str:
    """Say whether a number is kept, without opening it."""
    return MASKED if row.id_number_sealed else ""


def opened_address(row: Member) -> str:
    try:
        return row.address
    except SealError as error:
        return str(error)


ORGANIZATION = Column(
    "organization_name",
    "党组织",
    annotation=lambda day: latest_value_on(day, "organization__name"),
    aliases=("所在党支部", "所在党组织"),
    width=34,
)

MASKED_ID_NUMBER = Column("id_number_sealed", private=PERSONAL, text=masked_id_number, width=16)
ID_NUMBER = Column("id_number", "公民身份号码", private=REVEAL, width=22)

MEMBERS = Sheet(
    title="党员名册",
    model=Member,
    related=("unit",),
    columns=(
        Column("name"),
        ORGANIZATION,
        Column(
            "status_of_day",
            "人员类别",
            annotation=status_on,
            text=lambda row: MemberStatus(row.status_of_day).label,
        ),
        Column("sex"),
        Column("birth_date", private=PERSONAL),
        Column("ethnicity"),
        Column("education"),
        Column("joined_on", "加入党组织日期"),
        Column("full_member_on", "转正日期", aliases=("转为正式党员日期",)),
        Column("unit", width=34),
        Column("job"),
        Column("floating"),
        Column("on_site"),
        Column("phone", private=PERSONAL),
        replace(MASKED_ID_NUMBER, default=False),
    ),
    empty_text="没有符合条件的党员。可以放宽筛选条件，或新增党员。",
)

FORMER_MEMBERS = Sheet(
    title="已离开的党员",
    model=Member,
    columns=(
        Column("name"),
        replace(ORGANIZATION, label="原党组织"),
        Column("left_on", "最后一天", annotation=lambda day: latest_value_on(day, "ends_on")),
        Column(
            "left_for",
            "离开原因",
            annotation=lambda day: latest_value_on(day, "exit_reason"),
            text=lambda row: LeaveReason(row.left_for).label,
        ),
        Column("left_with", "离开依据", annotation=lambda day: latest_value_on(day, "exit_document")),
        Column("joined_on", "加入党组织日期"),
    ),
    empty_text="没有已离开的党员。",
)

MEMBERSHIPS = Sheet(
    title="组织关系",
    model=Membership,
    related=("organization",),
    ordering=("-starts_on",),
    columns=(
        Column("organization", width=34),
        Column("period", "起止日期", text=lambda row: row.period_text),
        Column("entry_reason"),
        Column("entry_document"),
        Column("exit_reason"),
        Column("exit_document"),
    ),
    empty_text="没有组织关系。",
)
