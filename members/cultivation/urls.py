"""Addresses of 三培养一推荐."""

from django.urls import path

from members.cultivation import views

app_name = "cultivation"
urlpatterns = [
    path("", views.CultivationList.as_view(), name="cultivation-list"),
    path("figures/", views.CultivationFigures.as_view(), name="figures"),
    path("new/", views.CultivationCreate.as_view(), name="cultivation-create"),
    path("<int:pk>/", views.CultivationDetail.as_view(), name="cultivation-detail"),
    path("<int:pk>/edit/", views.CultivationEdit.as_view(), name="cultivation-edit"),
]
