"""Building blocks that know nothing about Party work."""
