"""What is found on a unit or an organization, for its page: the rule as advice."""

from django import template

from reports.findings import advice_for

register = template.Library()


@register.inclusion_tag("reports/_advice.html")
def advice(row, day):
    """The findings on the row on the day, each with its article and what to do."""
    return {"findings": advice_for(row, day)}
