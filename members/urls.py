"""Addresses of members."""

from django.urls import path

from members import views

app_name = "members"
urlpatterns = [
    path("", views.MemberList.as_view(), name="member-list"),
    path("former/", views.FormerMemberList.as_view(), name="former-member-list"),
    path("new/", views.MemberCreate.as_view(), name="member-create"),
    path("<int:pk>/", views.MemberDetail.as_view(), name="member-detail"),
    path("<int:pk>/edit/", views.MemberEdit.as_view(), name="member-edit"),
    path("<int:pk>/leave/", views.MemberLeave.as_view(), name="member-leave"),
    path("<int:pk>/rejoin/", views.MemberRejoin.as_view(), name="member-rejoin"),
]
