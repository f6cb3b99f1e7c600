"""Review Manager's four import tables, a row an arm and result, out of a folder."""
