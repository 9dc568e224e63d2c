"""Addresses, forms and readings of the pages of monthly reports."""

import datetime
import re

from django.urls import reverse

from reports.models import MonthlyReport, Period

LIST = "/reports/monthly/"
DAY = datetime.timedelta(days=1)


def edit(organization, period) -> str:
    return reverse("reports:report-edit", args=[period.month, organization.pk])


def detail(report) -> str:
    return reverse("reports:report-detail", args=[report.pk])


def check(report) -> str:
    return reverse("reports:report-check", args=[report.pk])


def act(report, name) -> str:
    return reverse("reports:report-act", args=[report.pk, name])


def typed(go="save", key="key-1", version="", **answers) -> dict:
    plain = {"unchanged": "False", "member_changes": "", "work": "召开党员大会。", "help_wanted": ""}
    return plain | {"go": go, "_post_key": key, "_version": version} | answers


def text_of(response) -> str:
    """The words of a page, tags and runs of blanks taken out."""
    plain = re.sub(r"<[^>]+>", "", response.content.decode())
    return re.sub(r"\s+", "", plain)


def errors(response) -> list[str]:
    form = response.context["form"]
    return [f"{name}：{sentence}" for name, sentences in form.errors.items() for sentence in sentences]


def statuses(response) -> list[tuple[str, str]]:
    return [(row["cells"][0]["text"], row["cells"][2]["text"]) for row in response.context["rows"]]


def row(report) -> MonthlyReport:
    return MonthlyReport.objects.get(pk=report.pk)


# The secretary's path


def lock(period, today):
    Period.objects.filter(pk=period.pk).update(
        opens_on=today - 2 * DAY, due_on=today - DAY, locks_on=today, first_day=today.replace(day=1)
    )
