"""Time: asking and answering, polling, back-off, plausibility, feed, outlets. Knows no target and no file."""
