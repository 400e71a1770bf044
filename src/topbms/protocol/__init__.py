"""Bytes: checksums, frames, the stream, payload tables and capture files. Knows no command and no battery."""
