"""Back office of the ground, one file for each group of tables."""

from organizations.admin import ground, officers, plans, posts, registry, sites, successions, units

__all__ = ["ground", "officers", "plans", "posts", "registry", "sites", "successions", "units"]
