"""Imports: the pages and commands that bring workbooks in, for every kind of table the applications declare."""
