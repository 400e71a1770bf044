"""The other end: a battery that behaves, and a server that speaks for it."""
