"""A table that is added by declaring its columns: each line becomes a row, by the form of its page.

A desk declares the model, the form that its pages and the admin use, the columns by which a row is known, and
the columns whose cells name other rows. Lines are found, compared and judged from that; the acts of the pages
save them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property

from django import forms
from django.db import models

from core.audit import Actor
from core.forms import DatedModelForm
from core.intake.asking import WHOLE_LINE, filled, tell
from core.intake.fields import Field
from core.intake.holding import comparable, held, key_part
from core.intake.kinds import Desk, Ground, Kind, Place, Tick
from core.intake.links import Link, Linker
from core.intake.rows import RowPreview
from core.saving import Refused, add_all, change_all
from core.tables import Line

AT_ONCE = 500
KNOWN_TWICE = "系统中有{count}条{noun}与这一行相同，看不出是哪一条，请在页面上修改。"


@dataclass
class Record:
    """A line that was judged: the row as it is to be saved, and the answers of the form."""

    row: RowPreview
    instance: models.Model
    cleaned: Mapping[str, object]

    @property
    def is_new(self) -> bool:
        return self.row.known is None


class RecordDesk(Desk):
    """Lines of one model, judged by the form of its page and saved by its act.

    `identity` are the columns by which a row of the portal, or an earlier line, is known to be the same;
    `links` are the columns that name rows, resolved in this order. Whoever brings lines in needs the right to
    add and the right to change, in the branch in which the row lies.
    """

    model: type[models.Model]
    form_class: type[forms.ModelForm]
    identity: tuple[str, ...]
    links: Mapping[str, Link] = {}

    def __init__(self, ground: Ground):
        super().__init__(ground)
        self.noun = str(self.model._meta.verbose_name)
        self.seen: dict[tuple, RowPreview] = {}
        self.records: dict[tuple[str, int], Record] = {}
        rights = right_to("add", self.model), right_to("change", self.model)
        self.scope = ground.scope.granting(rights[0]).granting(rights[1])

    @classmethod
    def kind(cls, key: str, label: str, *fields: Field, **given) -> Kind:
        """Declare a kind of table whose lines are read at this desk; `given` is the rest of a Kind."""
        named = {
            f.name: replace(f, words_within=cls.links[f.name].words) for f in fields if f.name in cls.links
        }
        return Kind(
            key=key,
            label=label,
            fields={f.name: named.get(f.name, f) for f in fields},
            desk_class=cls,
            permission=right_to("add", cls.model),
            **given,
        )

    # What a subclass may say otherwise

    def candidates(self, rows: list[RowPreview]) -> models.QuerySet:
        """The rows of the portal that the lines of a worksheet may be about."""
        return self.model.objects.within(self.scope)

    def key_of(self, values: Mapping) -> tuple:
        """What tells a line, or a row of the portal, from others of the model."""
        return tuple(key_part(values.get(name)) for name in self.identity)

    def complete(self, row: RowPreview, place: Place) -> None:
        """Fill in what stands outside the line."""

    def make_form(self, data: dict, instance: models.Model) -> forms.ModelForm:
        dated = {"today": self.ground.today} if issubclass(self.form_class, DatedModelForm) else {}
        return self.form_class(data, instance=instance, **dated)

    def look(self, record: Record, place: Place) -> None:
        """Add to a line what no field of the form says: further changes, warnings, errors."""

    def save(self, records: list[Record], place: Place, by: Actor) -> None:
        """Save what is new and what is known by the acts for many."""
        add_all([one.instance for one in records if one.is_new], by)
        change_all([one.instance for one in records if not one.is_new], by)

    # Reading and judging

    @cached_property
    def linker(self) -> Linker:
        return Linker(self.links, self.scope, self.ground.learned.word_for)

    def tidy(self, row: RowPreview, declared: Field, cell):
        """A cell that names rows stays as it is written until the whole line is read."""
        return cell if declared.name in self.links else super().tidy(row, declared, cell)

    def read_line(self, line: Line, place: Place, typed: Mapping[str, str]) -> RowPreview:
        row = super().read_line(line, place, typed)
        for name in self.links:
            row.values[name] = self.linker.resolve(row, place.kind.fields[name], row.values[name])
        self.complete(row, place)
        return row

    def judge(self, rows: list[RowPreview], place: Place) -> None:
        known = self.known_by_key(rows)
        for row in rows:
            key = self.whole_key(row, place.kind)
            first = self.seen.setdefault(key, row) if key else row
            if first is row:
                self.judge_alone(row, known.get(key, ()), place)
            else:
                name = self.identity[-1]
                row.repeats(first, name, place.kind.headings[name], self.noun)

    def whole_key(self, row: RowPreview, kind: Kind) -> tuple | None:
        """The key of the line, unless a column of it is faulty, or empty though it must be filled in."""
        lacking = (name for name in self.identity if row.values[name] is None and kind.fields[name].required)
        faulty = any(row.errors_on(name) for name in self.identity)
        return None if faulty or any(lacking) else self.key_of(row.values)

    def known_by_key(self, rows: list[RowPreview]) -> dict[tuple, list[models.Model]]:
        """The rows within the scope by their key, looked up once for all lines of the worksheet."""
        found, columns = defaultdict(list), [self.model._meta.get_field(name) for name in self.identity]
        for row in self.candidates(rows):
            found[self.key_of({f.name: getattr(row, f.attname) for f in columns})].append(row)
        return found

    def judge_alone(self, row: RowPreview, known: Sequence[models.Model], place: Place) -> None:
        """Hold the line against the row that is known and against the form."""
        row.known = known[0] if known else None
        if len(known) > 1:
            row.error("", WHOLE_LINE, KNOWN_TWICE.format(count=len(known), noun=self.noun))
        given = self.given(row)
        instance = copy(row.known) if known else self.model()
        form = filled(self.make_form, instance, given, self.scope)
        tell(row, form, place.kind)
        if row.known is not None:
            headings = ((place.kind.headings[name], name) for name in given if name in form.fields)
            row.changes = {heading: [held(row.known, name), given[name]] for heading, name in headings}
        record = self.records[row.sheet, row.row] = Record(row, form.instance, form.cleaned_data)
        self.look(record, place)
        row.settle()

    def given(self, row: RowPreview) -> dict:
        """What the line says that is not so yet; a blank cell says nothing."""
        told = {name: value for name, value in row.values.items() if value is not None}
        if row.known is None:
            return told
        return {n: v for n, v in told.items() if comparable(v) != comparable(held(row.known, n))}

    # Applying

    def apply(self, rows: list[RowPreview], place: Place, by: Actor, tick: Tick) -> None:
        records = [self.records[row.sheet, row.row] for row in rows]
        for first in range(0, len(records), AT_ONCE):
            part = records[first : first + AT_ONCE]
            try:
                self.save(part, place, by)
            except Refused as refusal:
                raise Refused(f"{place_of(refusal, part)}{refusal}没有导入任何内容。") from refusal
            for record in part:
                record.row.known = record.instance
            tick(len(part))


def right_to(verb: str, model: type[models.Model]) -> str:
    return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"


def place_of(refusal: Refused, records: Iterable[Record]) -> str:
    """Name the line that was refused, as far as the refusal tells."""
    rows = (one.row for one in records if one.instance is refusal.about)
    return "".join(f"“{row.sheet}”第{row.row}行：" for row in rows)
