"""Changes to the bank: one verb a file, keyword-only, signed `by`, whole or not at all."""

from __future__ import annotations

from effectbank.bank.actions.import_folder import import_folder
from effectbank.bank.actions.publish_revision import NotPublishable, publish_revision
from effectbank.bank.actions.relate import relate_entries
from effectbank.bank.actions.render import render_anew

__all__ = ["NotPublishable", "import_folder", "publish_revision", "relate_entries", "render_anew"]
