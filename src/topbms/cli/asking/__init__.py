"""Asking the running gateway, for the verbs that show what it knows."""
