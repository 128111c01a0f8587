"""Widgets: they are given values and say what was done; they know no session and no screen."""
