"""modelsearch's SQLite backend, with two of its answers mended (same calls, same results elsewhere).

Relevance: version 1.3 runs the full-text query once more for every hit, to fetch that hit's score (minutes on
10,000 entries), and multiplies the scores of a compound query, which turns the order round since bm25 is
negative. Here one query ranks all hits, a word in the title weighing most. Prefixes: the index keeps word
stems, where a beginning of a word is not found; the entry's list of distinct words is asked instead.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Func, Q, QuerySet
from django.db.models.fields import FloatField
from modelsearch.backends.database.sqlite.query import MatchExpression, Not, normalize
from modelsearch.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.query import MatchAll
from modelsearch.utils import get_descendants_content_types_pks


class Relevance(Func):
    """bm25 over the index's columns (autocomplete, body, title): more negative is better."""

    output_field = FloatField()

    def as_sql(self, *_args: Any, **_options: Any) -> tuple[str, tuple[str | int, ...]]:
        return f"bm25({SQLiteFTSIndexEntry._meta.db_table}, 0.0, 1.0, 5.0)", ()


class RankedQueryCompiler(SQLiteSearchQueryCompiler):  # type: ignore[misc]
    """Finds as the library does, and leaves the ranking to `ranking`."""

    def __init__(self, *args: Any, order_by_relevance: bool = True, **options: Any) -> None:
        super().__init__(*args, order_by_relevance=False, **options)
        self.ranked = order_by_relevance

    def ranking(self) -> QuerySet[Any] | None:
        """The keys of all entries that match, best first; None when all match alike."""
        wanted = normalize(self.query)
        if isinstance(wanted, MatchAll | Not):
            return None
        match = MatchExpression(self.fields or self.FTS_TABLE_FIELDS, self.build_search_query(wanted))
        kinds = get_descendants_content_types_pks(self.queryset.model)
        hits = SQLiteFTSIndexEntry.objects.filter(match).filter(index_entry__content_type__in=kinds)
        found: QuerySet[Any] = hits.order_by(Relevance(), "-pk").values_list("index_entry__object_id", flat=True)
        return found


class PrefixQueryCompiler(SQLiteAutocompleteQueryCompiler):  # type: ignore[misc]
    """Entries with words that begin so; each word of the query must begin one."""

    ranked = False

    def search(self, _config: Any, start: int | None, stop: int | None, score_field: str | None = None) -> Any:
        del score_field  # a beginning of a word has no relevance
        begins = Q()
        for word in self.query.query_string.casefold().split():
            begins &= Q(autocomplete__contains=f" {word}")
        kinds = get_descendants_content_types_pks(self.queryset.model)
        keys = IndexEntry.objects.filter(begins, content_type__in=kinds).values_list("object_id", flat=True)
        return self.queryset.filter(pk__in=keys)[start:stop]


class RankedResults(SQLiteSearchResults):  # type: ignore[misc]
    """The hits of one slice, best first."""

    def _do_search(self) -> list[Any]:
        ranking = self.query_compiler.ranking() if self.query_compiler.ranked else None
        if ranking is None:
            found: list[Any] = super()._do_search()
            return found
        hits = self.query_compiler.search(None, None, None)
        kept = {str(key) for key in hits.order_by().values_list("pk", flat=True)}
        keys = [key for key in ranking if key in kept][self.start : self.stop]
        entries = {str(entry.pk): entry for entry in hits.filter(pk__in=keys)}
        return [entries[key] for key in keys if key in entries]


class SearchBackend(SQLiteSearchBackend):  # type: ignore[misc]
    """What MODELSEARCH_BACKENDS names."""

    query_compiler_class = RankedQueryCompiler
    autocomplete_query_compiler_class = PrefixQueryCompiler
    results_class = RankedResults
