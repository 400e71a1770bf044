"""Pipes: open a URL, read, write, close. OSError becomes LinkError here. Knows no frame and no battery."""
