"""Tests of writing a config and putting it into words."""
