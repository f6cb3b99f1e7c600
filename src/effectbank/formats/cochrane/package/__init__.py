"""The parts of a Cochrane data package: its files, its tables, and what their cells mean."""
