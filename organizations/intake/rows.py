"""What was understood of a ledger, row by row."""

from core.intake.rows import APPLICABLE, Issue, Preview, RowPreview, SheetPreview, Verdict

__all__ = ["APPLICABLE", "Issue", "Preview", "RowPreview", "SheetPreview", "Verdict"]
