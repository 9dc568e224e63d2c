"""Initiatives, their elements and the activities held."""
