"""Addresses of the ledger."""

from django.urls import path

from funding import dues_use_views, views

app_name = "funding"
urlpatterns = [
    path("", views.EntryList.as_view(), name="entry-list"),
    path("new/", views.EntryCreate.as_view(), name="entry-create"),
    path("<int:pk>/", views.EntryDetail.as_view(), name="entry-detail"),
    path("<int:pk>/reverse/", views.EntryReverse.as_view(), name="entry-reverse"),
    path("organizations/<int:pk>/dues-use/", dues_use_views.DuesUse.as_view(), name="organization-dues-use"),
]
