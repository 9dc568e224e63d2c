"""Pages of activities: the list, one page per activity, and a quick entry made for a phone."""

from django.urls import reverse, reverse_lazy

from activities import forms, sheets
from activities.filters import ActivityFilter
from activities.models import Activity
from activities.recording import record_activity
from core.forms import choose_the_only
from core.sheets import Column
from core.views import CreatePage, DetailPage, EditPage, ListPage
from members.models import Member


class ActivityList(ListPage):
    sheet = sheets.ACTIVITIES
    filterset_class = ActivityFilter
    permission = "activities.view_activity"
    subtitle = "按活动日期从近到远"

    def get_queryset(self):
        return super().get_queryset().prefetch_related("elements")

    def get_actions(self):
        url = reverse("activities:activity-create")
        return self.action("登记活动", url, "activities.add_activity", primary=True)


class ActivityDetail(DetailPage):
    model = Activity
    permission = "activities.view_activity"
    groups = (
        ("", tuple(map(Column, ("organization", "kind", "held_on", "place", "expected", "present")))),
        ("内容", (Column("content", "活动内容"), Column("elements_text", "对应的载体内容"))),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("organization")

    def get_actions(self):
        url = reverse("activities:activity-edit", args=[self.object.pk])
        return self.action("修改", url, "activities.change_activity")


class ActivityCreate(CreatePage):
    form_class = forms.ActivityForm
    permission = "activities.add_activity"
    title = "登记活动"
    template_name = "activities/activity_form.html"
    back_url = reverse_lazy("activities:activity-list")

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def get_form(self, data=None, files=None):
        """Who has one organization only is not asked which, nor how many should come."""
        form = super().get_form(data, files)
        organization = choose_the_only(form, "organization")
        if organization is not None:
            members = Member.objects.of_organization_on(organization, self.request.today)
            form.fields["expected"].initial = members.count() or None
        return form

    def act(self, form):
        return record_activity(form.save(commit=False), form.cleaned_data["elements"], self.request.actor)


class ActivityEdit(EditPage):
    model = Activity
    form_class = forms.ActivityForm
    permission = "activities.change_activity"
    title = "修改活动"
    template_name = "activities/activity_form.html"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "today": self.request.today}

    def act(self, form):
        activity, elements = form.save(commit=False), form.cleaned_data["elements"]
        return record_activity(activity, elements, self.request.actor, self.posted_version())
