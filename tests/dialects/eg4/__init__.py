"""The EG4 dialect."""
