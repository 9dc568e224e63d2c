"""Every kind of table the portal reads, in the order in which they are offered."""

from activities.intake import ACTIVITY_LEDGER
from core.intake.kinds import Kind
from members.dues.intake import DUES_LEDGER
from organizations.intake.ledger import ENTERPRISE_LEDGER, SOCIAL_LEDGER
from organizations.intake.officers import OFFICER_LEDGER

KINDS: tuple[Kind, ...] = (SOCIAL_LEDGER, ENTERPRISE_LEDGER, OFFICER_LEDGER, ACTIVITY_LEDGER, DUES_LEDGER)
BY_KEY = {kind.key: kind for kind in KINDS}
