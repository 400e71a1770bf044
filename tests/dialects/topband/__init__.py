"""The Topband dialect."""
