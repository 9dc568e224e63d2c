"""Addresses of members."""

from django.urls import path

from members.views import members

app_name = "members"
urlpatterns = [
    path("", members.MemberList.as_view(), name="member-list"),
    path("former/", members.FormerMemberList.as_view(), name="former-member-list"),
    path("export/", members.MemberExport.as_view(), name="member-export"),
    path("new/", members.MemberCreate.as_view(), name="member-create"),
    path("<int:pk>/", members.MemberDetail.as_view(), name="member-detail"),
    path("<int:pk>/edit/", members.MemberEdit.as_view(), name="member-edit"),
    path("<int:pk>/leave/", members.MemberLeave.as_view(), name="member-leave"),
    path("<int:pk>/rejoin/", members.MemberRejoin.as_view(), name="member-rejoin"),
    path("<int:pk>/reveal/", members.MemberReveal.as_view(), name="member-reveal"),
]
