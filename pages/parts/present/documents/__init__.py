"""A deck as a file that others open: slides, a report, a handout, cards."""
