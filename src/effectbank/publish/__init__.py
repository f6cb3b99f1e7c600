"""A review, its syntheses and its figures become a page, or a whole bank that opens from disk."""

from __future__ import annotations

from effectbank.publish.article import article
from effectbank.publish.page import page, publish_page
from effectbank.publish.static_bank import publish_bank

__all__ = ["article", "page", "publish_bank", "publish_page"]
