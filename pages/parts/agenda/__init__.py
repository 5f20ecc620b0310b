"""An agenda: views in the order in which a committee is to see them, kept and carried as a file."""
