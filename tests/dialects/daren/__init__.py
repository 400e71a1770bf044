"""The Daren dialect."""
