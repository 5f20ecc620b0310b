"""Commands that need what the pages know."""
