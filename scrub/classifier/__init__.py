"""The classifier of injected spam: plain arrays, scored in numpy."""
