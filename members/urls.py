"""Addresses of members."""

from django.urls import path

from members.views import members, organizations

app_name = "members"
urlpatterns = [
    path("", members.MemberList.as_view(), name="member-list"),
    path("former/", members.FormerMemberList.as_view(), name="former-member-list"),
    path("new/", members.MemberCreate.as_view(), name="member-create"),
    path("<int:pk>/", members.MemberDetail.as_view(), name="member-detail"),
    path("<int:pk>/edit/", members.MemberEdit.as_view(), name="member-edit"),
    path("<int:pk>/leave/", members.MemberLeave.as_view(), name="member-leave"),
    path("<int:pk>/rejoin/", members.MemberRejoin.as_view(), name="member-rejoin"),
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
