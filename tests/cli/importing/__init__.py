"""Tests of reading the old scripts."""
