"""Pages of imports: upload, check, mend, confirm, take back; and the templates to fill in."""
