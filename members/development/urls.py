"""Addresses of development."""

from django.urls import path

from members.development import figures_page, views

app_name = "development"
urlpatterns = [
    path("", views.CandidateList.as_view(), name="candidate-list"),
    path("figures/", figures_page.DevelopmentFigures.as_view(), name="figures"),
    path("new/", views.CandidateCreate.as_view(), name="candidate-create"),
    path("<int:pk>/", views.CandidateDetail.as_view(), name="candidate-detail"),
    path("<int:pk>/edit/", views.CandidateEdit.as_view(), name="candidate-edit"),
    path("<int:pk>/record/<slug:key>/", views.StepRecord.as_view(), name="candidate-record"),
    path("<int:pk>/admit/", views.CandidateAdmit.as_view(), name="candidate-admit"),
    path("<int:pk>/withdraw/", views.CandidateWithdraw.as_view(), name="candidate-withdraw"),
    path("<int:pk>/reopen/", views.CandidateReopen.as_view(), name="candidate-reopen"),
    path("steps/<int:pk>/edit/", views.StepEdit.as_view(), name="step-edit"),
    path("members/<int:pk>/confirm/", views.MemberConfirm.as_view(), name="member-confirm"),
    path("members/<int:pk>/extend/", views.MemberExtend.as_view(), name="member-extend"),
]
