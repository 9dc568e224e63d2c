"""Development of members: the course of a candidate, its rules, and the acts on it."""
