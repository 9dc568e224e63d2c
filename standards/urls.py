"""Addresses of standards and assessments."""

from django.urls import path

from standards import views

app_name = "standards"
urlpatterns = [
    path("", views.AssessmentList.as_view(), name="assessment-list"),
    path("new/", views.AssessmentChoose.as_view(), name="assessment-choose"),
    path("new/<slug:key>/", views.AssessmentCreate.as_view(), name="assessment-create"),
    path("<int:pk>/", views.AssessmentDetail.as_view(), name="assessment-detail"),
]
