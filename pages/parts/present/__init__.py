"""Committee mode: an agenda as slides on a screen, in the hand and on paper."""
