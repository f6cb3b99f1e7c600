"""The way back: a folder's review as a Cochrane file would say it, and what it has no words for."""
