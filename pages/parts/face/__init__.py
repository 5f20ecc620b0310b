"""What every screen shares: the style sheet, the row at the top, and what the browser adds."""
