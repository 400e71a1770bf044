"""What prints the figures that topbms promises: `python -m benchmarks [NAME...]`, or `make bench` for all of them.

Each module here that offers `measure() -> Iterable[Row]` is a benchmark. Times are compared as ratios within one
run, because machines differ and are shared.
"""
