"""Reading somebody else's workbook: what is a table, what every line says, what it would change.

Knows nothing of Party work. An application declares a `Kind` (its columns) and a `Desk` (what lines of that
kind mean); the machine finds the tables, asks the desk, and keeps the verdicts.
"""
