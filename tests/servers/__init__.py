"""Servers that stand in for what topbms talks to."""
