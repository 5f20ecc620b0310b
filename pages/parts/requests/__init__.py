"""Requests for an assessment: who asks, who is refused, and what comes after."""
