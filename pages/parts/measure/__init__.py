"""One measure of one council: through the years, or by its parts."""
