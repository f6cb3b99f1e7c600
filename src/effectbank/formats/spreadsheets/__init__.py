"""Spreadsheets of trials: cells, headings and layouts, the habits of those who typed them, and the mapping."""
