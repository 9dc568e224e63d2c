"""Areas, units, Party organizations, coverage and officers: the ground."""
