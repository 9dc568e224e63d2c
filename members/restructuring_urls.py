"""Addresses of acts on organizations that ask for their members; they stand among those of the register."""

from django.urls import path

from members.views import organizations, planner

app_name = "restructuring"
urlpatterns = [
    path("planner/", planner.Planner.as_view(), name="planner"),
    path(
        "organizations/<int:pk>/rebuild/",
        organizations.OrganizationRebuild.as_view(),
        name="organization-rebuild",
    ),
    path(
        "organizations/<int:pk>/split/", organizations.OrganizationSplit.as_view(), name="organization-split"
    ),
    path(
        "organizations/<int:pk>/merge/", organizations.OrganizationMerge.as_view(), name="organization-merge"
    ),
    path(
        "organizations/<int:pk>/close/", organizations.OrganizationClose.as_view(), name="organization-close"
    ),
]
