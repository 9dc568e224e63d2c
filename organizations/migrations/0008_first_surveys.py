"""What is known of each unit today becomes its first survey."""

from itertools import islice

from django.db import migrations
from django.db.models import F, Min
from django.db.models.functions import Coalesce

UNKNOWN = {
    "employees": None,
    "formal_members": None,
    "probationary_members": None,
    "above_scale": False,
}
NUMBERS = tuple(UNKNOWN)
AT_ONCE = 1000


def carry_over(apps, schema_editor):
    """One survey for each unit with a number, from its 摸排日期, else from the first day it was placed."""
    unit, survey = apps.get_model("organizations", "Unit"), apps.get_model("organizations", "Survey")
    placed = unit.objects.annotate(first=Coalesce(F("surveyed_on"), Min("placements__starts_on")))
    known = placed.exclude(first=None).exclude(**UNKNOWN).order_by("pk")
    rows = known.values("pk", "first", *NUMBERS).iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rows, AT_ONCE)):
        survey.objects.bulk_create(
            survey(unit_id=row["pk"], starts_on=row["first"], **{name: row[name] for name in NUMBERS})
            for row in batch
        )


class Migration(migrations.Migration):
    dependencies = [("organizations", "0007_surveys")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True)]
