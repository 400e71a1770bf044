"""Tests of what sections of the config have in common."""
