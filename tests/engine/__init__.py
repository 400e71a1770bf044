"""Tests of the engine, on a time of their own: see `jumping`."""
