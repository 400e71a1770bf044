"""Tests of the meaning: catalogue, words, derived values, the bank."""
