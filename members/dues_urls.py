"""Addresses of dues."""

from django.urls import path

from members.views import dues, dues_acts

app_name = "dues"
urlpatterns = [
    path("", dues.DuesList.as_view(), name="organization-list"),
    path("organizations/<int:pk>/", dues.OrganizationYear.as_view(), name="organization-year"),
    path("organizations/<int:pk>/month/", dues_acts.OrganizationMonth.as_view(), name="organization-month"),
    path("organizations/<int:pk>/ledger/", dues.OrganizationLedger.as_view(), name="organization-ledger"),
    path(
        "organizations/<int:pk>/voluntary/",
        dues_acts.OrganizationVoluntary.as_view(),
        name="organization-voluntary",
    ),
    path(
        "organizations/<int:pk>/hand-up/", dues_acts.OrganizationHandUp.as_view(), name="organization-handup"
    ),
    path(
        "organizations/<int:pk>/return/", dues_acts.OrganizationReturn.as_view(), name="organization-return"
    ),
    path("payments/<int:pk>/", dues_acts.PaymentDetail.as_view(), name="duespayment-detail"),
    path("payments/<int:pk>/reverse/", dues_acts.PaymentReverse.as_view(), name="duespayment-reverse"),
    path("handed-up/<int:pk>/", dues_acts.HandedUpDetail.as_view(), name="handedup-detail"),
    path("handed-up/<int:pk>/reverse/", dues_acts.HandedUpReverse.as_view(), name="handedup-reverse"),
    path("returned/<int:pk>/", dues_acts.ReturnedDetail.as_view(), name="returned-detail"),
    path("returned/<int:pk>/reverse/", dues_acts.ReturnedReverse.as_view(), name="returned-reverse"),
    path("members/<int:pk>/base/", dues_acts.MemberBase.as_view(), name="member-base"),
    path("members/<int:pk>/relief/", dues_acts.MemberRelief.as_view(), name="member-relief"),
]
