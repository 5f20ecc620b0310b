"""What became of an improvement plan: its tasks, its risks, and how it is followed."""
