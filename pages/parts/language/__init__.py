"""Numbers, dates and names in words; text made safe."""
