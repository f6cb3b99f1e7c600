"""Reading a folder's files: one file of this room for each file, or idea, of the folder."""
