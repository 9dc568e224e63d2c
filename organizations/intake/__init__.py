"""From a township's workbook to facts: read it, say what was understood, apply it."""
