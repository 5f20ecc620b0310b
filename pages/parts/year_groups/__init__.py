"""The page Year groups."""
