"""Constraints that both databases keep themselves: spans that may not overlap, rows that may only be added.

PostgreSQL uses an exclusion constraint and triggers, SQLite triggers. All are declared in `Meta.constraints`,
so one `AddConstraint` operation creates them, and on SQLite every rebuild of the table brings them back.
"""

from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Q

from core.batches import rows_by

FAR_DAY = "9999-12-31"


class GuardConstraint(BaseConstraint):
    """A constraint made of whole SQL statements for each vendor; subclasses give the statements."""

    def statements(self, model, schema_editor) -> list[str]:
        raise NotImplementedError

    def removal_statements(self, model, schema_editor) -> list[str]:
        raise NotImplementedError

    def constraint_sql(self, model, schema_editor):
        for sql in self.statements(model, schema_editor):
            schema_editor.deferred_sql.append(self._statement(sql, model, schema_editor))
        return None

    def create_sql(self, model, schema_editor):
        joined = ";\n".join(self.statements(model, schema_editor))
        return self._statement(joined, model, schema_editor)

    def remove_sql(self, model, schema_editor):
        joined = ";\n".join(self.removal_statements(model, schema_editor))
        return self._statement(joined, model, schema_editor)

    def _statement(self, sql, model, schema_editor):
        return Statement(sql, table=Table(model._meta.db_table, schema_editor.quote_name))


class NoOverlap(GuardConstraint):
    """At most one span at a time for each combination of `fields` (within the rows named by `where`)."""

    def __init__(self, *, name, fields, where=None, violation_error_code=None, violation_error_message=None):
        self.fields = tuple(fields)
        self.where = dict(where or {})
        super().__init__(
            name=name,
            violation_error_code=violation_error_code,
            violation_error_message=violation_error_message,
        )

    def _columns(self, model):
        return [model._meta.get_field(name).column for name in self.fields]

    def _where_sql(self, model, row):
        parts = [f"{row}{model._meta.get_field(k).column} = '{v}'" for k, v in self.where.items()]
        return " AND ".join(parts)

    def statements(self, model, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            return [self._exclusion(model)]
        return [self._trigger(model, "INSERT", "i"), self._trigger(model, "UPDATE", "u")]

    def removal_statements(self, model, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            return [f"ALTER TABLE %(table)s DROP CONSTRAINT {self.name}"]
        return [f"DROP TRIGGER {self.name}_i", f"DROP TRIGGER {self.name}_u"]

    def _exclusion(self, model):
        equal = ", ".join(f"{column} WITH =" for column in self._columns(model))
        where = f" WHERE ({self._where_sql(model, '')})" if self.where else ""
        days = "daterange(starts_on, ends_on, '[]') WITH &&"
        return f"ALTER TABLE %(table)s ADD CONSTRAINT {self.name} EXCLUDE USING gist ({equal}, {days}){where}"

    def _trigger(self, model, event, suffix):
        same = [f"{column} = NEW.{column}" for column in self._columns(model)]
        if self.where:
            same += [self._where_sql(model, ""), self._where_sql(model, "NEW.")]
        same += [
            "id <> COALESCE(NEW.id, -1)",
            f"starts_on <= COALESCE(NEW.ends_on, '{FAR_DAY}')",
            f"NEW.starts_on <= COALESCE(ends_on, '{FAR_DAY}')",
        ]
        return (  # only names and constants of the models stand in it
            f"CREATE TRIGGER {self.name}_{suffix} BEFORE {event} ON %(table)s "  # noqa: S608
            f"WHEN EXISTS (SELECT 1 FROM %(table)s WHERE {' AND '.join(same)}) "
            f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
        )

    def overlapping(self, instance, queryset):
        """Return the rows of the queryset that this instance would overlap."""
        same = {name: getattr(instance, model_attname(instance, name)) for name in self.fields}
        if None in same.values() or instance.starts_on is None:
            return queryset.none()
        rows = queryset.filter(**same, **self.where).exclude(pk=instance.pk)
        rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=instance.starts_on))
        return rows.filter(starts_on__lte=instance.ends_on) if instance.ends_on else rows

    def crowded(self, rows: list) -> list:
        """Return those of many new spans of one model that would overlap a stored one."""
        rows = [row for row in rows if self._holds_for(row)]
        if not rows:
            return []
        names = [model_attname(rows[0], name) for name in self.fields]
        stored = type(rows[0])._default_manager.filter(**self.where)
        held = rows_by(stored, names[0], (getattr(row, names[0]) for row in rows))
        key = attrgetter(*names)
        return [
            row
            for row in rows
            if any(key(one) == key(row) and one.overlaps(row) for one in held[getattr(row, names[0])])
        ]

    def _holds_for(self, instance) -> bool:
        return all(getattr(instance, key) == value for key, value in self.where.items())

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        if not self._holds_for(instance):
            return
        if self.overlapping(instance, model._default_manager.using(using)).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        kwargs["fields"] = self.fields
        if self.where:
            kwargs["where"] = self.where
        return path, args, kwargs

    def __eq__(self, other):
        if not isinstance(other, NoOverlap):
            return NotImplemented
        return self.deconstruct() == other.deconstruct()


def model_attname(instance, field_name):
    return instance._meta.get_field(field_name).attname


class AppendOnly(GuardConstraint):
    """Rows may be added and read, never changed or removed, whoever writes the SQL."""

    events = ("UPDATE", "DELETE")

    def statements(self, model, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            return [self._postgresql_function(), *map(self._postgresql_trigger, self.events)]
        return [self._sqlite_trigger(event) for event in self.events]

    def removal_statements(self, model, schema_editor):
        names = [f"{self.name}_{event.lower()}" for event in self.events]
        if schema_editor.connection.vendor == "postgresql":
            return [f"DROP TRIGGER {name} ON %(table)s" for name in names]
        return [f"DROP TRIGGER {name}" for name in names]

    def _postgresql_function(self):
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{self.name}' USING ERRCODE = 'check_violation'; END $$"
        )

    def _postgresql_trigger(self, event):
        return (
            f"CREATE TRIGGER {self.name}_{event.lower()} BEFORE {event} ON %(table)s "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )

    def _sqlite_trigger(self, event):
        return (
            f"CREATE TRIGGER {self.name}_{event.lower()} BEFORE {event} ON %(table)s "
            f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
        )

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        if instance.pk and not instance._state.adding:
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def __eq__(self, other):
        if not isinstance(other, AppendOnly):
            return NotImplemented
        return self.deconstruct() == other.deconstruct()


def expected_guards(models) -> dict[str, set[str]]:
    """Return, for each table, the names of the guards its model declares."""
    return {
        model._meta.db_table: {c.name for c in model._meta.constraints if isinstance(c, GuardConstraint)}
        for model in models
    }
