"""The first page after sign-in: where this role works."""

from django.shortcuts import redirect, render

FIRST_PAGES = (
    ("reports.view_dashboard", "reports:dashboard"),
    ("reports.submit_monthlyreport", "reports:report-list"),
    ("organizations.add_visit", "organizations:visit-list"),
    ("core.view_auditentry", "admin:index"),
    ("accounts.view_user", "admin:index"),
)


def home(request):
    """Lead to the page of the role; somebody without a role is told so."""
    for permission, view in FIRST_PAGES:
        if request.scope.allows(permission):
            return redirect(view)
    return render(request, "reports/no_role.html", {"title": "还没有分配职责"})
