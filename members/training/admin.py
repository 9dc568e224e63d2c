"""Training in the back office: the same forms and acts as the pages, and the targets of a year."""

from django.contrib import admin

from core.admin import ScopedAdmin
from members.training.forms import AttendanceForm, CourseForm, PartyWorkForm, TargetForm
from members.training.recording import change_course, change_hours, hold_course
from members.training_models import Attendance, Course, PartyWork, TrainingTarget


@admin.register(Course)
class CourseAdmin(ScopedAdmin):
    form = CourseForm
    fieldsets = CourseForm.fieldsets
    list_display = ("topic", "starts_on", "ends_on", "level", "channel", "hours", "area")
    list_filter = ("level", "channel", "kind")
    list_select_related = ("area",)
    search_fields = ("topic", "organizer")
    raw_id_fields = ("organization",)

    def save_model(self, request, obj, form, change):
        """Save through the acts of the portal, so that the hours of the list follow."""
        if change:
            change_course(obj, request.actor)
        else:
            hold_course(obj, [], request.actor)


@admin.register(Attendance)
class AttendanceAdmin(ScopedAdmin):
    """People come on a list through the portal; here hours are mended."""

    form = AttendanceForm
    list_display = ("member", "course", "hours", "next_hours", "withdrawn")
    list_select_related = ("member", "course")
    search_fields = ("member__search_text", "course__topic")

    def has_add_permission(self, request):
        return False

    def save_model(self, request, obj, form, change):
        change_hours(obj, obj.hours, obj.next_hours, request.actor)


@admin.register(PartyWork)
class PartyWorkAdmin(ScopedAdmin):
    form = PartyWorkForm
    list_display = ("member", "duty", "full_time", "starts_on", "ends_on")
    list_filter = ("full_time",)
    list_select_related = ("member",)
    search_fields = ("member__search_text",)

    def has_add_permission(self, request):
        return False


@admin.register(TrainingTarget)
class TrainingTargetAdmin(ScopedAdmin):
    form = TargetForm
    list_display = ("role", "hours", "central_courses", "starts_on", "ends_on", "source")
