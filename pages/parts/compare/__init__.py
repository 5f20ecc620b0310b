"""The page Compare: any measure, any councils."""
