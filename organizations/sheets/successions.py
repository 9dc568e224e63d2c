"""Where an organization comes from and what became of it."""

from core.sheets import Column, Sheet
from organizations.models import Succession

SUCCESSIONS = Sheet(
    title="沿革",
    model=Succession,
    related=("organization", "predecessor"),
    ordering=("on", "pk"),
    columns=(
        Column("on"),
        Column("kind"),
        Column("predecessor", width=34),
        Column("organization", width=34),
        Column("document"),
    ),
    empty_text="没有合并、分设或改建。",
)
