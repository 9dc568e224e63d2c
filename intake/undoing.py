"""Taking an import back: what it added goes, what it changed returns, as far as nothing was built on it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from core.audit import Actor, changes_between, record, record_all, snapshot
from core.batches import collector_at_rest
from core.guards import AppendOnly
from core.models import AuditEntry
from core.saving import Refused
from organizations.choices import BatchState
from organizations.models import ImportBatch, ImportedFact
from organizations.models.imports import DAYS_TO_UNDO

AT_ONCE = 500
NAMED_AT_MOST = 20
APPLIED, TAKEN_BACK = "导入工作簿", "撤回导入"
STANDS = "导入以后又有了新的内容，不能撤回：{names}。请先处理这些内容，或逐条更正。"


@dataclass(frozen=True)
class Obstacle:
    """Something that came after the import and rests on it."""

    about: str
    what: str

    def __str__(self):
        return f"{self.about}：{self.what}"


def why_not(batch: ImportBatch, now: datetime.datetime) -> str:
    """Return the sentence that says why the import cannot be taken back whatever was built on it."""
    if batch.state == BatchState.UNDONE:
        return f"这次导入已于{timezone.localtime(batch.undone_at):%Y-%m-%d %H:%M}撤回。"
    if batch.state != BatchState.APPLIED:
        return "这个工作簿还没有导入，无需撤回。"
    if now - batch.applied_at > DAYS_TO_UNDO:
        return f"导入已超过{DAYS_TO_UNDO.days}天，不能再撤回，请逐条更正。"
    if not batch.facts.exists() and batch.lines.filter(verdict__in=("new", "update")).exists():
        return "这次导入没有留下原值，不能撤回，请逐条更正。"
    return ""


def obstacles(batch: ImportBatch) -> list[Obstacle]:
    """Return what was changed or added since and rests on the import, at most a page of it."""
    touched = _touched(batch)
    found = [*_never_removed(touched), *_changed_since(batch, touched), *_resting_on(touched)]
    return found[:NAMED_AT_MOST]


def _touched(batch: ImportBatch) -> dict[type, dict[int, bool]]:
    """Return {model: {number: whether the import added it}}."""
    touched: dict = defaultdict(dict)
    facts = batch.facts.told().order_by("pk")
    for label, pk, added in facts.values_list("model", "object_id", "added"):
        touched[apps.get_model(label)].setdefault(pk, added)
    return touched


def _never_removed(touched) -> Iterator[Obstacle]:
    """Lines of a ledger that is only added to: they are reversed, one by one, and not taken away."""
    for model, numbers in touched.items():
        kept = any(isinstance(constraint, AppendOnly) for constraint in model._meta.constraints)
        added = sum(numbers.values())
        if kept and added:
            yield Obstacle(str(model._meta.verbose_name), f"已记{added}笔，只能逐条冲正")


def _changed_since(batch: ImportBatch, touched) -> Iterator[Obstacle]:
    """Rows the import touched that somebody has acted on since."""
    later = _later_entries(batch)
    for model, numbers in touched.items():
        entries = later.filter(model=model._meta.label_lower)
        for pks in _chunks(numbers):
            for entry in entries.filter(object_id__in=map(str, pks)).select_related("user").order_by("pk"):
                day = timezone.localtime(entry.at)
                yield Obstacle(
                    f"{model._meta.verbose_name}“{entry.object_label}”",
                    f"{day:%Y-%m-%d}{entry.user or '系统'}办理了“{entry.act}”",
                )


def _later_entries(batch: ImportBatch):
    """What was done after the import, but for later imports that were taken back themselves."""
    told = AuditEntry.objects.filter(model=batch._meta.label_lower)
    applied = told.filter(object_id=str(batch.pk), act=APPLIED).order_by("-pk").first()
    later = AuditEntry.objects.filter(pk__gt=applied.pk if applied else 0).exclude(act=TAKEN_BACK)
    undone = ImportBatch.objects.filter(state=BatchState.UNDONE, applied_at__gt=batch.applied_at)
    for other in undone:
        first, last = _entries_of(told.filter(object_id=str(other.pk)))
        later = later.exclude(pk__range=(first, last.pk), request_id=last.request_id)
    return later


def _entries_of(told) -> tuple[int, AuditEntry]:
    """The first entry of a batch, and the one that tells of its applying."""
    return told.order_by("pk").values_list("pk", flat=True).first(), told.filter(act=APPLIED).latest("pk")


def _resting_on(touched) -> Iterator[Obstacle]:
    """Rows of other tables that point to rows the import added, and were not added by it themselves."""
    for model, numbers in touched.items():
        added = [pk for pk, is_new in numbers.items() if is_new]
        for relation in model._meta.related_objects:
            own = touched.get(relation.related_model, {})
            yield from _pointing(relation, added, own)


def _pointing(relation, added: list[int], own: dict[int, bool]) -> Iterator[Obstacle]:
    rows = relation.related_model._base_manager
    for pks in _chunks(added):
        for row in rows.filter(**{f"{relation.field.name}__in": pks}):
            if not own.get(row.pk):
                noun = relation.related_model._meta.verbose_name
                yield Obstacle(str(getattr(row, relation.field.name)), f"{noun}“{row}”")


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    numbers = list(numbers)
    return (numbers[first : first + AT_ONCE] for first in range(0, len(numbers), AT_ONCE))


def undo_batch(
    batch: ImportBatch, by: Actor, now: datetime.datetime, tick=lambda pieces: None
) -> ImportBatch:
    """Take an import back, all of it; raises Refused, naming what stands in the way."""
    with transaction.atomic(), collector_at_rest():
        kept = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        _refuse(kept, now)
        facts = list(kept.facts.order_by("-pk"))
        for (label, added), run in groupby(facts, key=lambda fact: (fact.model, fact.before is None)):
            run = list(run)
            act = _remove if added else _restore
            for first in range(0, len(run), AT_ONCE):
                part = run[first : first + AT_ONCE]
                act(apps.get_model(label), part, by)
                tick(len(part))
        kept.state, kept.undone_at, kept.undone_by = BatchState.UNDONE, now, by.user
        kept.save()
        record(by, TAKEN_BACK, kept, {"facts": [len(facts), 0]})
    return kept


def _refuse(batch: ImportBatch, now: datetime.datetime) -> None:
    sentence = why_not(batch, now)
    if sentence:
        raise Refused(sentence)
    standing = obstacles(batch)
    if standing:
        raise Refused(STANDS.format(names="；".join(map(str, standing))))


def _remove(model: type[models.Model], facts: list[ImportedFact], by: Actor) -> None:
    """Delete rows the import added; the audit trail keeps what they held."""
    rows = list(model._base_manager.filter(pk__in=[fact.object_id for fact in facts]))
    _fetch_named(rows)
    told = [(row, {name: [value, None] for name, value in snapshot(row).items()}) for row in rows]
    record_all(by, TAKEN_BACK, told)
    model._base_manager.filter(pk__in=[row.pk for row in rows]).delete()


def _fetch_named(rows: list[models.Model]) -> None:
    """Fetch together what rows of one model point to: their names in the audit trail ask for it."""
    if rows:
        models.prefetch_related_objects(
            rows, *(f.name for f in rows[0]._meta.concrete_fields if f.is_relation)
        )


def _restore(model: type[models.Model], facts: list[ImportedFact], by: Actor) -> None:
    """Give back the values rows had before the import changed them."""
    rows = model._base_manager.select_for_update().in_bulk([fact.object_id for fact in facts])
    told, names = [], set()
    for fact in facts:
        row = rows[fact.object_id]
        before = snapshot(row)
        for name, value in fact.before.items():
            field = model._meta.get_field(name)
            setattr(row, field.attname, field.to_python(value))
        if hasattr(row, "version"):
            row.version += 1
            names.add("version")
        names.update(fact.before)
        told.append((row, changes_between(before, snapshot(row))))
    _fetch_named(list(rows.values()))
    model._base_manager.bulk_update(rows.values(), sorted(names))
    record_all(by, TAKEN_BACK, told)
