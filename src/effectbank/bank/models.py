"""What the bank keeps. Changes go through effectbank.bank.actions, reads through effectbank.bank.queries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from modelsearch import index

from effectbank.words import EntryKind

KINDS = [(kind.value, kind.value.capitalize()) for kind in EntryKind]
MOST_RELATED = 10


class Subject(models.Model):
    """A code of the bank's taxonomy. `slug` is its address, `label` how it is printed."""

    slug: models.SlugField[str, str] = models.SlugField(max_length=100, unique=True)
    label: models.CharField[str, str] = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["label"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(slug=""), name="subject_has_slug")]

    def __str__(self) -> str:
        return self.label


class Entry(index.Indexed, models.Model):  # type: ignore[misc]  # modelsearch has no types
    """An item of the bank: what lists and search show of its current revision.

    `year` is of the original, or of the last update for a hot topic; NULL is unknown. `shown` is when what the
    entry's page shows last changed, its related list included.
    """

    slug: models.SlugField[str, str] = models.SlugField(max_length=100, unique=True)
    kind: models.CharField[str, str] = models.CharField(max_length=20, choices=KINDS)
    title: models.TextField[str, str] = models.TextField()
    year: models.SmallIntegerField[int | None, int | None] = models.SmallIntegerField(null=True)
    authors: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    citation: models.TextField[str, str] = models.TextField(blank=True)
    strapline: models.TextField[str, str] = models.TextField(blank=True)
    revised: models.DateField[date | None, date | None] = models.DateField(null=True)
    computable: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    subjects: models.ManyToManyField[Subject, models.Model] = models.ManyToManyField(
        Subject, related_name="entries"
    )
    added: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    shown: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    current: models.OneToOneField[Revision | None, Revision | None] = models.OneToOneField(
        "Revision", on_delete=models.PROTECT, null=True, related_name="+"
    )
    text: models.TextField[str, str] = models.TextField(blank=True)  # of the current revision, for search
    words: models.TextField[str, str] = models.TextField(blank=True)  # its distinct words, for prefix search
    profile: models.JSONField[Any, Any] = models.JSONField(default=dict)  # what it is compared by, for relations

    # Indexed by the actions, inside their transaction: never between an entry and its index.
    search_auto_update = False
    search_fields: ClassVar = [
        index.SearchField("title", boost=5),
        index.SearchField("strapline", boost=2),
        index.SearchField("authors"),
        index.SearchField("citation"),
        index.SearchField("subject_labels"),
        index.SearchField("text"),
        index.AutocompleteField("words"),
        index.FilterField("id"),
        index.FilterField("kind"),
        index.FilterField("year"),
    ]

    class Meta:
        verbose_name_plural = "entries"
        indexes: ClassVar = [
            models.Index(fields=["-year", "title"], name="entry_by_year"),
            models.Index(fields=["kind", "-year"], name="entry_by_kind"),
            models.Index(fields=["-added"], name="entry_by_added"),
            models.Index(fields=["-shown"], name="entry_by_shown"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=[value for value, _ in KINDS]), name="entry_kind_is_known"),
            models.CheckConstraint(condition=~Q(slug="") & ~Q(title=""), name="entry_has_slug_and_title"),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__range=(1500, 2200)), name="entry_year_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def subject_labels(self) -> str:
        """The subjects in words, for search."""
        return ", ".join(subject.label for subject in self.subjects.all())


class StoredFile(models.Model):
    """Bytes, by their SHA-256: a file that two revisions share is kept once."""

    digest: models.CharField[str, str] = models.CharField(max_length=64, primary_key=True)
    content: models.BinaryField[bytes, bytes] = models.BinaryField()

    def __str__(self) -> str:
        return self.digest


class Revision(models.Model):
    """One immutable, dated, signed state of an entry's folder. The database refuses to change or delete one.

    `content` is the digest of the files; `seal` of that, who signed, when, why, and the seal before: altering any
    revision breaks every later seal. Only what is derived from the files (`article`, `data`, `rendered_with`) may
    be made anew, when the program that renders has changed.
    """

    entry: models.ForeignKey[Entry, Entry] = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="revisions"
    )
    number: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    published: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    by: models.CharField[str, str] = models.CharField(max_length=200)
    reason: models.TextField[str, str] = models.TextField(blank=True)
    title: models.TextField[str, str] = models.TextField()
    content: models.CharField[str, str] = models.CharField(max_length=64)
    seal: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    article: models.TextField[str, str] = models.TextField()
    data: models.TextField[str, str] = models.TextField(blank=True)
    rendered_with: models.CharField[str, str] = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["entry", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "number"], name="revision_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_from_1"),
            models.CheckConstraint(condition=~Q(by=""), name="revision_is_signed"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, revision {self.number}"


class RevisionFile(models.Model):
    """A file of a revision's folder: where it stood and what it held."""

    revision: models.ForeignKey[Revision, Revision] = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="files"
    )
    path: models.CharField[str, str] = models.CharField(max_length=300)
    stored: models.ForeignKey[StoredFile, StoredFile] = models.ForeignKey(StoredFile, on_delete=models.PROTECT)

    class Meta:
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "path"], name="revision_file_once"),
            models.CheckConstraint(
                condition=~Q(path="") & ~Q(path__startswith="/") & ~Q(path__contains=".."), name="file_stays_inside"
            ),
        ]

    def __str__(self) -> str:
        return self.path


class Relation(models.Model):
    """Two entries and why they belong together, with a score; `place` orders the at most ten of one entry."""

    entry: models.ForeignKey[Entry, Entry] = models.ForeignKey(
        Entry, on_delete=models.CASCADE, related_name="relations"
    )
    other: models.ForeignKey[Entry, Entry] = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    place: models.PositiveSmallIntegerField[int, int] = models.PositiveSmallIntegerField()
    score: models.FloatField[float, float] = models.FloatField()
    reason: models.CharField[str, str] = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["entry", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "other"], name="relation_once"),
            models.UniqueConstraint(fields=["entry", "place"], name="relation_place_once"),
            models.CheckConstraint(condition=~Q(entry=F("other")), name="relation_never_to_itself"),
            models.CheckConstraint(condition=Q(place__range=(1, MOST_RELATED)), name="relation_at_most_ten"),
            models.CheckConstraint(condition=Q(score__gt=0) & ~Q(reason=""), name="relation_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} → {self.other}: {self.reason}"
