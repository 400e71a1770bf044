"""The TDT dialect."""
