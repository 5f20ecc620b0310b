"""The page Wards."""
