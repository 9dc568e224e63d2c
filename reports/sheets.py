"""The tables of monthly reporting, each declared once for page, export and admin."""

from core.sheets import Column, Sheet
from organizations import conditions as c
from organizations.models import Organization
from reports.choices import ReportStatus
from reports.models import Period

STATUS_LOOKS = {
    ReportStatus.MISSING: "muted",
    ReportStatus.OVERDUE: "bad",
    ReportStatus.DRAFT: "muted",
    ReportStatus.RETURNED: "warn",
    ReportStatus.SUBMITTED: "info",
    ReportStatus.TOWN_ACCEPTED: "info",
    ReportStatus.ACCEPTED: "ok",
}
LOOKS_BY_LABEL = {status.label: look for status, look in STATUS_LOOKS.items()}


def status_text(row) -> str:
    return ReportStatus(row.status).label


def filed_for_text(row) -> str:
    return "代填" if row.filed_for else ""


EXPECTED = Sheet(
    title="月报",
    model=Organization,
    columns=(
        Column("name", width=40),
        Column("seat_name", "管理区域", annotation=c.seat_name_on),
        Column("status", "报送情况", text=status_text, state=LOOKS_BY_LABEL.get),
        Column("received_on", "首次报送日期", kind="date"),
        Column("submitted_by_name", "报送人"),
        Column("filed_for", "代填", text=filed_for_text),
        Column("secretary_name", "书记", annotation=c.secretary_on),
        Column(
            "secretary_phone",
            "联系电话",
            annotation=lambda day: c.secretary_on(day, "phone"),
            private="organizations.view_contact",
        ),
    ),
    ordering=("pk",),
    empty_text="没有符合条件的党组织。可以放宽筛选条件，或换一个月份。",
)

PERIODS = Sheet(
    title="月报期间",
    model=Period,
    columns=(
        Column("month"),
        Column("opens_on"),
        Column("due_on"),
        Column("locks_on"),
        Column("repair_days", "退回修改天数", numeric=True),
    ),
    ordering=("-month",),
    empty_text="还没有单独设置过的月份；没有设置的月份按分期规则开始、截止和锁定。",
)
