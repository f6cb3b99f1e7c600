"""Cochrane's files, RevMan 5 and data packages: what they say, as they say it, and the way to a folder and back."""
