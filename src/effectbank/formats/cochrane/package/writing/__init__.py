"""A data package of version 2 out of what a review says: its tables, its reference lists, and the zip of them."""
