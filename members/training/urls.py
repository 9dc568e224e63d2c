"""Addresses of training."""

from django.urls import path

from members.training.views import attending, courses, gaps, people

app_name = "training"
urlpatterns = [
    path("", courses.CourseList.as_view(), name="course-list"),
    path("new/", courses.CourseCreate.as_view(), name="course-create"),
    path("<int:pk>/", courses.CourseDetail.as_view(), name="course-detail"),
    path("<int:pk>/edit/", courses.CourseEdit.as_view(), name="course-edit"),
    path("<int:pk>/attend/", attending.CourseAttend.as_view(), name="course-attend"),
    path("gaps/", gaps.GapList.as_view(), name="gap-list"),
    path("enrol/", attending.Enrol.as_view(), name="enrol"),
    path("attendances/", courses.AttendanceList.as_view(), name="attendance-list"),
    path("attendances/<int:pk>/", attending.AttendanceDetail.as_view(), name="attendance-detail"),
    path("attendances/<int:pk>/edit/", attending.AttendanceEdit.as_view(), name="attendance-edit"),
    path(
        "attendances/<int:pk>/withdraw/", attending.AttendanceWithdraw.as_view(), name="attendance-withdraw"
    ),
    path("work/<int:pk>/new/", people.WorkCreate.as_view(), name="work-create"),
    path("work/<int:pk>/end/", people.WorkEnd.as_view(), name="work-end"),
]
