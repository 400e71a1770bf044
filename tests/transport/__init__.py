"""Tests of the pipes, on real time and real terminals."""
