"""Tests of what `topbms decode` shows."""
