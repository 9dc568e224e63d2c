"""The demo county shows terms in every state, both-sided posts, a centre that serves the zone."""

from random import Random

import pytest

from organizations import demo, demo_showcase
from organizations.choices import TermState
from organizations.models import (
    CentreService,
    DemonstrationSite,
    Department,
    Liaison,
    Organization,
    Post,
    ServiceCentre,
    Unit,
)
from organizations.post_conditions import cross_posted, entered_both_ways
from organizations.serving import units_of_area
from organizations.term_conditions import term_state_on
from tests.factories import BY, TODAY


@pytest.mark.slow
def test_demo_county_has_something_to_show_on_every_list(db):
    ground = demo.build(TODAY, Random(1), BY)
    demo_showcase.build(ground, TODAY, Random(1), BY)
    states = set(Organization.objects.annotate(state=term_state_on(TODAY)).values_list("state", flat=True))
    assert states == set(TermState) - {TermState.NOT_ELECTED}
    for condition in (entered_both_ways, cross_posted):
        assert 0 < Post.objects.filter(condition(TODAY)).count() < Post.objects.count()
    centre = ServiceCentre.objects.get()
    served = set(CentreService.objects.on(TODAY).values_list("unit", flat=True))
    assert served == set(
        units_of_area(Unit.objects, centre.area, centre.opened_on).values_list("pk", flat=True)
    )
    counts = [model.objects.on(TODAY).count() for model in (DemonstrationSite, Liaison, Department)]
    assert counts == [3, 6, 4]
