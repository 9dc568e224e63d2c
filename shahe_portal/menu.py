"""The menu: what a role may open, in the order of the day's work."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    """`unless` hides the entry from those who come to the page from another one."""

    label: str
    view: str
    permission: str
    unless: str = ""


_OFFICERS = "organizations.view_officer"
ENTRIES = (
    Entry("首页", "home", ""),
    Entry("数据总览", "reports:dashboard", "reports.view_dashboard"),
    Entry("核对", "reports:finding-board", "organizations.view_coverageplan"),
    Entry("单位", "organizations:unit-list", "organizations.view_unit"),
    Entry("党组织", "organizations:organization-list", "organizations.view_organization"),
    Entry("指导员", "organizations:officer-list", "organizations.view_officer"),
    Entry("走访", "organizations:visit-list", "organizations.view_visit"),
    Entry("应走访", "organizations:due-visit-list", "organizations.view_assignment", _OFFICERS),
    Entry("建议", "organizations:advice-list", "organizations.view_adviceitem", _OFFICERS),
    Entry("示范与服务", "organizations:site-list", "organizations.view_demonstrationsite"),
    Entry("党员", "members:member-list", "members.view_member"),
    Entry("党费", "dues:organization-list", "members.view_handedup"),
    Entry("培训", "training:course-list", "members.view_course"),
    Entry("培训", "reports:training", "reports.view_dashboard", "members.view_course"),
    Entry("发展党员", "development:candidate-list", "members.view_candidate"),
    Entry("发展党员", "development:figures", "members.view_progress", "members.view_candidate"),
    Entry("活动", "activities:activity-list", "activities.view_activity"),
    Entry("经费", "funding:entry-list", "funding.view_entry"),
    Entry("规范化建设", "standards:assessment-list", "standards.view_assessment"),
    Entry("月报", "reports:report-list", "reports.view_monthlyreport"),
    Entry("导入", "intake:import-list", "organizations.import_workbook"),
    Entry("汇总表", "reports:summary", "reports.view_summary"),
)


def menu(request) -> dict:
    """Context of every page: the menu of this person, the names of portal and role."""
    scope = getattr(request, "scope", None)
    entries = [_item(entry, request) for entry in ENTRIES if scope and _is_open(entry, scope)]
    if getattr(getattr(request, "user", None), "is_staff", False) and scope and scope.grants:
        entries.append({"label": "后台", "url": reverse("admin:index"), "active": False})
    return {
        "menu": entries,
        "portal_name": settings.PORTAL_NAME,
        "department_name": settings.DEPARTMENT_NAME,
        "role_label": getattr(request, "role_label", ""),
    }


def _is_open(entry, scope) -> bool:
    if entry.unless and scope.allows(entry.unless):
        return False
    return not entry.permission or scope.allows(entry.permission)


def _item(entry, request) -> dict:
    url = reverse(entry.view)
    active = request.path == url if entry.view == "home" else request.path.startswith(url)
    return {"label": entry.label, "url": url, "active": active}
