"""Named, dated checklists and the assessments made by them."""
