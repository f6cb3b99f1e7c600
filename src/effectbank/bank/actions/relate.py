"""Recompute what is related to what, and why."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from effectbank.bank.models import Entry, Relation
from effectbank.bank.profiles import profile_of_data
from effectbank.publish import related as rules

Told = tuple[int, float, str]


def relate_entries() -> int:
    """Recompute all relations; how many entries' lists changed. Call it after any entry has.

    Words weigh by how rare they are in the bank, so one entry may move any other's list: all are recomputed, and
    only lists that differ are written.
    """
    with transaction.atomic():
        keys = dict(Entry.objects.values_list("slug", "pk"))
        shelf = rules.shelf(
            profile_of_data(data) for data in Entry.objects.values_list("profile", flat=True) if data
        )
        held = _held()
        fresh = {pk: _told(shelf, slug, keys) for slug, pk in keys.items()}
        changed = [pk for pk, told in fresh.items() if told != held.get(pk, ())]
        _write(changed, fresh)
    return len(changed)


def _told(shelf: rules.Shelf, slug: str, keys: dict[str, int]) -> tuple[Told, ...]:
    found = rules.related(shelf, slug)
    return tuple((keys[relation.slug], relation.score, relation.reason[:300]) for relation in found)


def _held() -> dict[int, tuple[Told, ...]]:
    held: dict[int, tuple[Told, ...]] = {}
    rows = Relation.objects.order_by("entry", "place").values_list("entry_id", "other_id", "score", "reason")
    for entry, other, score, reason in rows:
        held[entry] = (*held.get(entry, ()), (other, score, reason))
    return held


def _write(changed: list[int], fresh: dict[int, tuple[Told, ...]]) -> None:
    Relation.objects.filter(entry_id__in=changed).delete()
    Relation.objects.bulk_create(
        Relation(entry_id=pk, other_id=other, place=place, score=score, reason=reason)
        for pk in changed
        for place, (other, score, reason) in enumerate(fresh[pk], start=1)
    )
    Entry.objects.filter(pk__in=changed).update(shown=timezone.now())
