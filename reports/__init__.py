"""Figures, monthly reports and summaries built from the facts below."""
