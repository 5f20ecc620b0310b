"""The database: built, checked, put in use, compared."""
