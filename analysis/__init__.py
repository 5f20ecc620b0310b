"""Pure functions on numbers: no screen, no database, the standard library only."""
