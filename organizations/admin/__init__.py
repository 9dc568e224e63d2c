"""Back office of the ground, one file for each group of tables."""

from organizations.admin import ground

__all__ = ["ground"]
