"""Every kind of table the portal reads, in the order in which they are offered."""

from core.intake.kinds import Kind
from members.intake.roster import ROSTER
from organizations.intake.ledger import ENTERPRISE_LEDGER, SOCIAL_LEDGER

KINDS: tuple[Kind, ...] = (SOCIAL_LEDGER, ENTERPRISE_LEDGER, ROSTER)
BY_KEY = {kind.key: kind for kind in KINDS}
