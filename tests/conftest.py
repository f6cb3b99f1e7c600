"""Generated tests are judged by what they find, not by how busy the machine is.

Every run draws the same data, so that a test that passed yesterday passes today; `make search` draws new ones.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("same-data", deadline=None, derandomize=True)
settings.register_profile("new-data", deadline=None)
settings.load_profile("same-data")
