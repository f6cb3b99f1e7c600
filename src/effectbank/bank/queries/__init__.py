"""Reads: what pages ask of the bank. Each function says how many queries it makes."""
