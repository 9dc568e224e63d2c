"""Filter of the ledger."""

import django_filters as filters
from django import forms

from funding.choices import EntryKind
from funding.models import Entry, Source
from organizations.models import Organization


class YearFilter(filters.NumberFilter):
    field_class = forms.IntegerField


class EntryFilter(filters.FilterSet):
    organization = filters.ModelChoiceFilter(label="党组织", queryset=Organization.objects.all())
    source = filters.ModelChoiceFilter(label="经费来源", queryset=Source.objects.all())
    kind = filters.ChoiceFilter(label="收支", choices=EntryKind.choices)
    year = YearFilter(label="年份", field_name="day", lookup_expr="year", min_value=1949, max_value=2999)

    class Meta:
        model = Entry
        fields = ()
