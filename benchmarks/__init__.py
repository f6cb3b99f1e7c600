"""What is measured, so that a promise about speed can be held to. `python -m benchmarks`, or `make bench`."""
