"""The same import with django-import-export: the same checks, the same acts, one row at a time.

Every advantage is on its side: what the checks need to know is loaded once as it is for us, its preview only
saves the units, and neither the lines nor the way back are stored.
"""

import datetime

import import_export.fields
from django.core.exceptions import ValidationError
from import_export.formats.base_formats import XLSX
from import_export.resources import ModelResource
from import_export.widgets import Widget

from benchmarks.ledgers import COLUMNS
from core.intake.kinds import Ground, Place
from core.tables import Line, Table
from intake.batches import Sender, no_tick
from organizations.intake.ledger import ENTERPRISE_LEDGER, LedgerDesk
from organizations.intake.verdicts import PLAIN_FIELDS
from organizations.models import Unit

LINE = "line"  # where a row carries what our desk made of it
SHEET = "非公企业台账"
OWN = {"credit_code": "credit_code", **PLAIN_FIELDS}


class Checked(Widget):
    """A cell as our rule of its column reads it; a faulty one is refused with our sentence."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name

    def clean(self, value, row=None, **kwargs):
        line = row[LINE]
        faults = line.errors_on(self.name)
        if faults:
            raise ValueError(faults[0].message)
        return line.values[self.name]


class UnitColumn(import_export.fields.Field):
    """A column of the unit; a blank cell changes nothing."""

    def __init__(self, name: str):
        heading = ENTERPRISE_LEDGER.fields[name].heading
        super().__init__(OWN[name], heading, Checked(name), saves_null_values=False)


class UnitResource(ModelResource):
    """Units alone, with every check of a line."""

    locals().update({OWN[name]: UnitColumn(name) for name in COLUMNS if name in OWN})

    class Meta:
        model = Unit
        import_id_fields = ("credit_code",)
        fields = tuple(OWN[name] for name in COLUMNS if name in OWN)

    def __init__(self, sender: Sender):
        super().__init__()
        self.sender = sender

    def before_import(self, dataset, **kwargs):
        headings = {field.heading: name for name, field in ENTERPRISE_LEDGER.fields.items()}
        self.columns = {heading: headings[heading] for heading in dataset.headers}
        self.place = Place(ENTERPRISE_LEDGER, SHEET, (), self.sender.today)
        self.desk = LedgerDesk(Ground(self.sender.scope, self.sender.today))
        self.desk.open_sheet(self.place)
        self.desk.register_on(self.place.on)

    def before_import_row(self, row, row_number=None, **kwargs):
        cells = {name: plain(row[heading]) for heading, name in self.columns.items()}
        table = Table(SHEET, [1, 1], self.columns, [], [], [Line(row_number + 1, cells)])
        [row[LINE]] = self.desk.read(table, self.place, {})

    def before_save_instance(self, instance, row, **kwargs):
        """Judge the line among the others and against the register, as our preview does."""
        self.line = row[LINE]
        self.desk.judge([self.line], self.place)
        if self.line.errors:
            raise ValidationError([issue.message for issue in self.line.errors])


class LedgerResource(UnitResource):
    """Units with all that a line tells besides, saved by our acts for one row when it is no preview."""

    def before_save_instance(self, instance, row, dry_run=False, **kwargs):
        super().before_save_instance(instance, row, **kwargs)
        self.dry_run = dry_run

    def do_instance_save(self, instance, is_create):
        if self.dry_run:
            super().do_instance_save(instance, is_create)
            return
        self.desk.apply([self.line], self.place, self.sender.by, no_tick)
        instance.pk = self.line.known.pk


def plain(cell):
    """Days come with a clock from its reader, and not from ours."""
    return cell.date() if isinstance(cell, datetime.datetime) else cell


def import_with(resource: type[UnitResource], data: bytes, sender: Sender) -> int:
    """Preview and import as its admin does: the file is read for either; return the number of units."""
    preview = resource(sender).import_data(XLSX().create_dataset(data), dry_run=True)
    assert not preview.has_errors() and not preview.has_validation_errors(), "no line is faulty"
    told = {"retain_instance_in_row_result": True, "rollback_on_validation_errors": True}
    result = resource(sender).import_data(XLSX().create_dataset(data), raise_errors=True, **told)
    return result.totals["new"]
