"""Addresses of the application."""

from django.urls import path

from reports.views import (
    areas,
    bridge,
    dashboard,
    definitions,
    drilldown,
    findings,
    monthly,
    monthly_filing,
    monthly_review,
    periods,
    summary,
    training,
)

app_name = "reports"
urlpatterns = [
    path("dashboard/", dashboard.Dashboard.as_view(), name="dashboard"),
    path("figures/<slug:key>/", drilldown.DrillDown.as_view(), name="drill-down"),
    path("bridge/", bridge.BridgePage.as_view(), name="bridge"),
    path(
        "bridge/<slug:measure>/<slug:term>/",
        bridge.BridgeList.as_view(),
        name="bridge-list",
    ),
    path("findings/", findings.FindingBoard.as_view(), name="finding-board"),
    path("findings/<slug:key>/", findings.FindingList.as_view(), name="finding-list"),
    path("definitions/", definitions.Definitions.as_view(), name="definitions"),
    path("summary/", summary.SummaryPage.as_view(), name="summary"),
    path("training/", training.TrainingTable.as_view(), name="training"),
    path("monthly/", monthly.report_list, name="report-list"),
    path("monthly/<int:pk>/", monthly_review.report_detail, name="report-detail"),
    path("monthly/<int:pk>/check/", monthly_filing.report_check, name="report-check"),
    path("monthly/<int:pk>/act/<slug:step>/", monthly_review.report_act, name="report-act"),
    path("monthly/<str:month>/<int:organization>/", monthly_filing.ReportEdit.as_view(), name="report-edit"),
    path(
        "monthly/<str:month>/<int:organization>/reopen/",
        monthly_filing.ReportReopen.as_view(),
        name="report-reopen",
    ),
    path("areas/merge/", areas.AreaMerge.as_view(), name="area-merge"),
    path("periods/", periods.PeriodList.as_view(), name="period-list"),
    path("periods/new/", periods.PeriodCreate.as_view(), name="period-create"),
    path("periods/<int:pk>/", periods.PeriodEdit.as_view(), name="period-edit"),
]
