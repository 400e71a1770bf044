"""Meaning: quantities, readings, alarms in words, derived values. Knows no byte, no clock and no file."""
