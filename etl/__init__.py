"""Published files in, one checked database out."""
