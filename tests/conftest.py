"""For all tests: Ctrl-C reaches the programs that they start, also where the tests themselves run in the background."""

import signal

# A shell has what it starts in the background ignore SIGINT, and that is inherited by all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
