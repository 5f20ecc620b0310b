"""The inspections of a council: what each said, and what the figures said before it."""
