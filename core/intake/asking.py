"""A line is put to the form of the page, as if somebody typed it there."""

from collections.abc import Callable, Mapping

from django import forms
from django.db import models
from django.forms.models import model_to_dict

from core.forms import speak_plainly
from core.intake.holding import Named
from core.intake.kinds import Kind
from core.intake.rows import RowPreview
from core.scoping import Scope, narrow_choices

WHOLE_LINE = "整行"


def filled(make_form: Callable, instance: models.Model, given: Mapping, scope: Scope) -> forms.ModelForm:
    """The form over a row with what the row holds already and, over that, what the line says."""
    told = model_to_dict(instance) | given
    form = make_form({name: posted(value) for name, value in told.items()}, instance)
    narrow_choices(form, scope)
    speak_plainly(form)
    return form


def posted(value):
    """A value as a form takes it from a page: rows by their number."""
    if isinstance(value, Named | list):
        return [row.pk for row in value]
    return value.pk if isinstance(value, models.Model) else value


def tell(row: RowPreview, form: forms.ModelForm, kind: Kind) -> None:
    """Put what the form says on its columns, unless the cell was found faulty on reading."""
    for name, sentences in form.errors.items():
        if row.errors_on(name):
            continue
        label = form.fields[name].label if name in form.fields else WHOLE_LINE
        for sentence in sentences:
            row.error(name, kind.headings.get(name, label), sentence)
    for sentence in getattr(form, "warnings", ()):
        row.warning("", WHOLE_LINE, sentence)
