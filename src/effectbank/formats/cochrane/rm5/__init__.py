"""The parts of a RevMan 5 file, each read by a file of its own."""
