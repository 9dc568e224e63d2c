"""Forms of activities, the same for pages, import and admin."""

from itertools import groupby

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator

from activities.models import Activity, Element
from core.forms import DatedModelForm
from core.spans import holds_on


class ByInitiative(ModelChoiceIterator):
    """Offers the elements in groups, one for each initiative."""

    def __iter__(self):
        elements = self.queryset.select_related("initiative")
        for initiative, group in groupby(elements, key=lambda element: element.initiative):
            yield initiative.label, [self.choice(element) for element in group]


class ElementField(forms.ModelMultipleChoiceField):
    iterator = ByInitiative
    widget = forms.CheckboxSelectMultiple


class ActivityForm(DatedModelForm):
    """One activity; the elements on offer are those in force today or on the day it was held."""

    elements = ElementField(Element.objects.all(), label="对应的载体内容", required=False)

    past_days = ("held_on",)
    fieldsets = (
        (None, {"fields": ("organization", "kind", "held_on", "title", "expected", "present", "place")}),
        (None, {"fields": ("content",)}),
        (None, {"fields": ("elements",)}),
    )

    class Meta:
        model = Activity
        fields = (
            "organization", "kind", "held_on", "title", "expected", "present", "place", "content", "elements",
        )  # fmt: skip
        widgets = {"content": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"title": "不填则显示活动类型。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held_on = self.instance.held_on or self.today
        in_force = Q(holds_on(self.today)) | Q(holds_on(held_on))
        self.fields["elements"].queryset = Element.objects.filter(in_force)
        self.fields["held_on"].initial = self.today
