"""A report as it is read: what was frozen, what changed between two hand-ins, what the reviewers wrote."""

from collections import defaultdict

from core.scoping import Scope
from reports.facts import Fact, answers_of, facts_of
from reports.models import MonthlyReport, Remark


def facts_for(facts: list[Fact], scope: Scope) -> list[dict]:
    """Return the facts with the rows this person may see."""
    return [
        {"label": fact.label, "text": fact.text, "now": "", "rows": rows_for(fact, scope)} for fact in facts
    ]


def rows_for(fact: Fact, scope: Scope) -> tuple:
    return fact.rows if not fact.private or scope.allows(fact.private) else ()


def last_figures(report: MonthlyReport) -> dict[str, str]:
    """Return {key: text} of the latest hand-in; nothing when there was none."""
    return figures_of(report, report.revision)


def figures_of(report: MonthlyReport, revision: int) -> dict[str, str]:
    if report.pk is None or revision < 1:
        return {}
    return dict(report.figures.of_revision(revision).values_list("key", "text"))


def known_of(report: MonthlyReport, scope: Scope) -> list[dict]:
    """Return the facts of the report: as handed in, with what they are by now where that differs."""
    frozen = last_figures(report)
    return [
        {
            "label": fact.label,
            "text": frozen.get(fact.key, fact.text),
            "now": fact.text if frozen.get(fact.key, fact.text) != fact.text else "",
            "rows": rows_for(fact, scope),
        }
        for fact in facts_of(report.organization, report.period)
    ]


def answers_handed_in(report: MonthlyReport) -> list[tuple[str, str, str]]:
    """Return (key, label, text) of the answers: as handed in, else as they stand in the draft."""
    frozen = last_figures(report)
    return [(key, label, frozen.get(key, text)) for key, label, text in answers_of(report)]


def changes_since_return(report: MonthlyReport) -> list[dict]:
    """Return what differs between the last hand-in and the one before, facts and answers alike."""
    old = figures_of(report, report.revision - 1)
    if not old:
        return []
    new = report.figures.of_revision(report.revision)
    return [
        {"label": figure.label, "old": old.get(figure.key, ""), "new": figure.text}
        for figure in new
        if old.get(figure.key, "") != figure.text
    ]


def remarks_by_field(report: MonthlyReport, revision: int | None = None) -> dict[str, list[Remark]]:
    """Return the remarks beside each answer, of one hand-in or of all."""
    found = defaultdict(list)
    if report.pk is None:
        return found
    remarks = report.remarks.select_related("made_by")
    for remark in remarks if revision is None else remarks.filter(revision=revision):
        found[remark.field].append(remark)
    return found
