"""Records back to the bytes of a folder's files; the mirror of the reading room."""
