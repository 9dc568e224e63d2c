"""Every kind of table the portal reads, in the order in which they are offered; the more special last."""

from core.intake.kinds import Kind
from organizations.intake.ledger import ENTERPRISE_LEDGER, SOCIAL_LEDGER

KINDS: tuple[Kind, ...] = (ENTERPRISE_LEDGER, SOCIAL_LEDGER)
BY_KEY = {kind.key: kind for kind in KINDS}
