"""A finding with all that belongs to it: drawn, taken away; and the chart kit."""
