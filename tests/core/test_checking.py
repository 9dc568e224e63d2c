"""Many rows are checked as one is: the first that is wrong is named, with the same sentence."""

import datetime

import pytest

from core.audit import Actor
from core.checking import add_all_valid
from core.saving import Refused, refuse_invalid
from organizations.models import Placement, Unit
from tests.factories import EARLY, area, make_unit

pytestmark = pytest.mark.django_db

BY = Actor()
DAY = datetime.date(2020, 6, 30)


def wrong_rows() -> list:
    """Wrong in a field, by a constraint of the database, by a code in use, pointing nowhere, too many."""
    held = make_unit(credit_code="91130582T43RNW40UT")
    nowhere = Placement(unit_id=held.pk + 1000, area=area("桥东街道"), starts_on=DAY)
    return [
        Unit(name=""),
        Unit(name="甲公司", kind="shop"),
        Unit(name="甲公司", closed_on=DAY),
        Unit(name="", closed_on=DAY),
        Unit(name="乙公司", credit_code="91130582T43RNW40UT"),
        nowhere,
        Placement(area=area("桥东街道"), starts_on=DAY),
        Placement(unit=held, area=area("桥西街道"), starts_on=DAY),
        Placement(unit=held, area=area("桥西街道"), starts_on=EARLY - DAY.resolution, ends_on=EARLY),
    ]


def good_row(row):
    if isinstance(row, Unit):
        return Unit(name="好公司")
    return Placement(
        unit=make_unit(),
        area=area("桥东街道"),
        starts_on=EARLY - 9 * DAY.resolution,
        ends_on=EARLY - DAY.resolution,
    )


def test_first_wrong_row_is_refused_as_it_would_be_alone():
    for row in wrong_rows():
        with pytest.raises(Refused) as alone:
            refuse_invalid(row)
        before = type(row).objects.count() + (1 if isinstance(row, Placement) else 0)
        with pytest.raises(Refused) as together:
            add_all_valid([good_row(row), row], BY)
        assert (str(together.value), together.value.about) == (str(alone.value), row)
        assert type(row).objects.count() == before


def test_right_rows_are_added_and_the_caller_may_say_what_they_are_about():
    rows = [Unit(name=f"甲{number}公司") for number in range(3)]
    assert add_all_valid(rows, BY) == list(Unit.objects.order_by("pk"))
    assert add_all_valid([], BY) == []
    with pytest.raises(Refused) as refused:
        add_all_valid([Unit(name="")], BY, about=lambda row: "第3行")
    assert refused.value.about == "第3行"


def test_span_beside_another_is_no_doubt():
    unit = make_unit(in_base=False)
    earlier = Placement(
        unit=unit, area=area("桥西街道"), starts_on=EARLY - 9 * DAY.resolution, ends_on=EARLY - DAY.resolution
    )
    assert add_all_valid([earlier], BY) == [earlier]
