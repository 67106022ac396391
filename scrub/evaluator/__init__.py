"""Labelled pages -> figures: what scrub claims, and how anyone can repeat it."""
