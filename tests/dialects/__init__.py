"""Tests of the dialects: what bytes mean, both ways."""
