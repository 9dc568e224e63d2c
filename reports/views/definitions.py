"""口径说明: what every figure means, printed from the catalogue."""

from django.shortcuts import render

from core.views import Page
from reports.catalogue import CATALOGUE


class Definitions(Page):
    permission = "reports.view_dashboard"

    def get(self, request):
        return render(
            request, "reports/definitions.html", {"definitions": [definition(known) for known in CATALOGUE]}
        )


def definition(entry) -> dict:
    indicator = entry.indicator
    return {
        "key": indicator.key,
        "label": indicator.label,
        "text": indicator.definition,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "finding": indicator.finding,
    }
