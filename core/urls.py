"""Addresses that belong to no register: saved filters."""

from django.urls import path

from core.views import saved

app_name = "core"
urlpatterns = [
    path("new/", saved.SavedViewCreate.as_view(), name="savedview-create"),
    path("<int:pk>/delete/", saved.SavedViewDelete.as_view(), name="savedview-delete"),
]
