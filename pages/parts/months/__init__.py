"""A council's own monthly counts."""
