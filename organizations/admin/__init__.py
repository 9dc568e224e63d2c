"""Back office of the ground, one file for each group of tables."""

from organizations.admin import ground, officers, plans, posts, registry, sites, units

__all__ = ["ground", "officers", "plans", "posts", "registry", "sites", "units"]
