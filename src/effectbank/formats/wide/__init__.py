"""The parts of the wide CSV: its columns, and the folder that its rows make up."""
