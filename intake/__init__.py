"""Imports: pages and commands that bring workbooks in, for every kind of table that is declared."""
