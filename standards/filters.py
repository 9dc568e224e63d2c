"""Filter of assessments."""

import django_filters as filters

from organizations.models import Organization
from standards.choices import Level
from standards.models import Assessment, Standard


class AssessmentFilter(filters.FilterSet):
    organization = filters.ModelChoiceFilter(label="党组织", queryset=Organization.objects.all())
    standard = filters.ModelChoiceFilter(label="标准", queryset=Standard.objects.all())
    level = filters.ChoiceFilter(label="评定层级", choices=Level.choices)

    class Meta:
        model = Assessment
        fields = ()
