"""Every kind of table the portal reads, in the order in which they are offered; the more special last."""

from activities.intake import ACTIVITY_LEDGER
from core.intake.kinds import Kind
from members.dues.intake import DUES_LEDGER
from members.intake.roster import ROSTER
from members.training.intake import TRAINING_LIST
from organizations.intake.ledger import ENTERPRISE_LEDGER, SOCIAL_LEDGER
from organizations.intake.officers import OFFICER_LEDGER

KINDS: tuple[Kind, ...] = (
    ENTERPRISE_LEDGER,
    SOCIAL_LEDGER,
    ROSTER,
    OFFICER_LEDGER,
    ACTIVITY_LEDGER,
    DUES_LEDGER,
    TRAINING_LIST,
)
BY_KEY = {kind.key: kind for kind in KINDS}
