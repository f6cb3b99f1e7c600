"""modelsearch's SQLite backend, with two of its answers mended (same calls, same results elsewhere).

Relevance: version 1.3 runs the full-text query once more for every hit, to fetch that hit's score (minutes on
10,000 entries), and multiplies the scores of a compound query, which turns the order round since bm25 is
negative. Here one query ranks all hits, a word in the title weighing most. Prefixes: the index keeps word
stems, where a beginning of a word is not found; the entry's list of distinct words is asked instead.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, F, FloatField, Func, Q, QuerySet
from django.db.models.functions import Cast
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

KEY = Cast("index_entry__object_id", BigIntegerField())


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
        # The sum keeps SQLite from starting at the content types' index and asking for each entry's words apart.
        hits = SQLiteFTSIndexEntry.objects.annotate(model=F("index_entry__content_type_id") + 0)
        found: QuerySet[Any] = hits.filter(match, model__in=kinds).order_by(Relevance(), "-pk")
        return found.values_list(KEY, flat=True)

    def search(self, config: Any, start: int | None, stop: int | None, score_field: str | None = None) -> Any:
        """As the library's, but the keys found are numbers: SQLite then looks entries up, and scans none."""
        ranking = self.ranking()
        if ranking is None or score_field is not None:
            return super().search(config, start, stop, score_field)
        found = self.queryset.filter(pk__in=ranking.order_by())
        return (found if found.query.order_by else found.order_by("-pk"))[start:stop]


class PrefixQueryCompiler(SQLiteAutocompleteQueryCompiler):  # type: ignore[misc]
    """Entries with words that begin so; each word of the query must begin one."""

    ranked = False

    def search(self, _config: Any, start: int | None, stop: int | None, score_field: str | None = None) -> Any:
        del score_field  # a beginning of a word has no relevance
        begins = Q()
        for word in self.query.query_string.casefold().split():
            begins &= Q(autocomplete__contains=f" {word}")
        kinds = get_descendants_content_types_pks(self.queryset.model)
        keys = IndexEntry.objects.filter(begins, content_type__in=kinds)
        held = keys.values_list(Cast("object_id", BigIntegerField()), flat=True)
        return self.queryset.filter(pk__in=held)[start:stop]


class RankedResults(SQLiteSearchResults):  # type: ignore[misc]
    """The hits of one slice, best first."""

    def _do_search(self) -> list[Any]:
        ranking = self.query_compiler.ranking() if self.query_compiler.ranked else None
        if ranking is None:
            found: list[Any] = super()._do_search()
            return found
        entries = self.query_compiler.queryset
        kept = set(entries.order_by().values_list("pk", flat=True)) if entries.query.where else None
        keys = [key for key in ranking if kept is None or key in kept][self.start : self.stop]
        held = {entry.pk: entry for entry in entries.filter(pk__in=keys)}
        return [held[key] for key in keys if key in held]


class SearchBackend(SQLiteSearchBackend):  # type: ignore[misc]
    """What MODELSEARCH_BACKENDS names."""

    query_compiler_class = RankedQueryCompiler
    autocomplete_query_compiler_class = PrefixQueryCompiler
    results_class = RankedResults
