"""Addresses of the registers."""

from django.urls import path

from organizations.views import imports, officers, organizations, units

app_name = "organizations"
urlpatterns = [
    path("units/", units.UnitList.as_view(), name="unit-list"),
    path("units/new/", units.UnitCreate.as_view(), name="unit-create"),
    path("units/<int:pk>/", units.UnitDetail.as_view(), name="unit-detail"),
    path("units/<int:pk>/edit/", units.UnitEdit.as_view(), name="unit-edit"),
    path("units/<int:pk>/cover/", units.UnitCover.as_view(), name="unit-cover"),
    path("units/<int:pk>/assign/", units.UnitAssign.as_view(), name="unit-assign"),
    path("units/<int:pk>/move/", units.UnitMove.as_view(), name="unit-move"),
    path("units/<int:pk>/leave-base/", units.UnitLeaveBase.as_view(), name="unit-leave-base"),
    path("units/<int:pk>/enter-base/", units.UnitEnterBase.as_view(), name="unit-enter-base"),
    path("units/<int:pk>/close/", units.UnitClose.as_view(), name="unit-close"),
    path("coverages/<int:pk>/end/", units.CoverageEnd.as_view(), name="coverage-end"),
    path("assignments/<int:pk>/end/", units.AssignmentEnd.as_view(), name="assignment-end"),
    path("organizations/", organizations.OrganizationList.as_view(), name="organization-list"),
    path("organizations/new/", organizations.OrganizationCreate.as_view(), name="organization-create"),
    path("organizations/<int:pk>/", organizations.OrganizationDetail.as_view(), name="organization-detail"),
    path("organizations/<int:pk>/edit/", organizations.OrganizationEdit.as_view(), name="organization-edit"),
    path("organizations/<int:pk>/appoint/", organizations.PostCreate.as_view(), name="post-create"),
    path("officers/", officers.OfficerList.as_view(), name="officer-list"),
    path("officers/new/", officers.OfficerCreate.as_view(), name="officer-create"),
    path("officers/<int:pk>/", officers.OfficerDetail.as_view(), name="officer-detail"),
    path("officers/<int:pk>/edit/", officers.OfficerEdit.as_view(), name="officer-edit"),
    path("visits/", officers.VisitList.as_view(), name="visit-list"),
    path("visits/new/", officers.VisitCreate.as_view(), name="visit-create"),
    path("imports/", imports.ImportList.as_view(), name="import-list"),
    path("imports/new/", imports.ImportUpload.as_view(), name="import-create"),
    path("imports/<int:pk>/", imports.ImportDetail.as_view(), name="import-detail"),
    path("imports/<int:pk>/apply/", imports.ImportApply.as_view(), name="import-apply"),
]
