"""Puts the applications together; nobody imports it."""
