"""Cochrane data packages made from nothing: their numbers right by RevMan's arithmetic, their dirt real."""
