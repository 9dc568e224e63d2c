"""Addresses of activities."""

from django.urls import path

from activities import views

app_name = "activities"
urlpatterns = [
    path("", views.ActivityList.as_view(), name="activity-list"),
    path("new/", views.ActivityCreate.as_view(), name="activity-create"),
    path("<int:pk>/", views.ActivityDetail.as_view(), name="activity-detail"),
    path("<int:pk>/edit/", views.ActivityEdit.as_view(), name="activity-edit"),
]
