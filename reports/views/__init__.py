"""Pages of figures, monthly reports and summaries."""
