"""A council's own figures, by ward and by month."""
