"""A published file, found whole and turned into long rows; every refusal."""
