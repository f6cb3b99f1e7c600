"""The one Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from effectbank.bank.guards import guard_revisions


class BankConfig(AppConfig):
    """Entries, their revisions, and the pages that show them."""

    name = "effectbank.bank"
    label = "bank"
    verbose_name = "Evidence bank"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """After each migration the revisions are guarded again."""
        post_migrate.connect(guard_revisions, sender=self, dispatch_uid="guard_revisions")
