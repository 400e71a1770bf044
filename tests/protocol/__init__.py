"""Tests of the bytes: checksums, frames, the stream, payload tables, capture files."""
