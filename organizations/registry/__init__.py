"""Lists of the registries held against the units: read, compared, and decided line by line."""
