"""PostgreSQL as a target, against real servers."""
