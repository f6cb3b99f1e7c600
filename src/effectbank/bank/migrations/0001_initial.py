"""The tables of the bank, as models.py has them."""
# ruff: noqa: RUF012 -- as Django writes it

from __future__ import annotations

import django.db.models.deletion
import modelsearch.index
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("slug", models.SlugField(max_length=100, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("study", "Study"),
                            ("review", "Review"),
                            ("document", "Document"),
                            ("hot topic", "Hot topic"),
                            ("notes", "Notes"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.TextField()),
                ("year", models.SmallIntegerField(null=True)),
                ("authors", models.JSONField(default=list)),
                ("citation", models.TextField(blank=True)),
                ("strapline", models.TextField(blank=True)),
                ("revised", models.DateField(null=True)),
                ("computable", models.BooleanField(default=False)),
                ("added", models.DateTimeField()),
                ("shown", models.DateTimeField()),
                ("text", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
                ("profile", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name_plural": "entries",
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.PositiveIntegerField()),
                ("published", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("title", models.TextField()),
                ("content", models.CharField(max_length=64)),
                ("seal", models.CharField(max_length=64, unique=True)),
                ("article", models.TextField()),
                ("data", models.TextField(blank=True)),
                ("rendered_with", models.CharField(max_length=80)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="bank.entry"
                    ),
                ),
            ],
            options={
                "ordering": ["entry", "-number"],
            },
        ),
        migrations.AddField(
            model_name="entry",
            name="current",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bank.revision"
            ),
        ),
        migrations.CreateModel(
            name="RevisionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("path", models.CharField(max_length=300)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="bank.revision"
                    ),
                ),
                ("stored", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="bank.storedfile")),
            ],
            options={
                "ordering": ["path"],
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("slug", models.SlugField(max_length=100, unique=True)),
                ("label", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["label"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("slug", ""), _negated=True), name="subject_has_slug")
                ],
            },
        ),
        migrations.AddField(
            model_name="entry",
            name="subjects",
            field=models.ManyToManyField(related_name="entries", to="bank.subject"),
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("score", models.FloatField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="relations", to="bank.entry"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="bank.entry"
                    ),
                ),
            ],
            options={
                "ordering": ["entry", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "other"), name="relation_once"),
                    models.UniqueConstraint(fields=("entry", "place"), name="relation_place_once"),
                    models.CheckConstraint(
                        condition=models.Q(("entry", models.F("other")), _negated=True),
                        name="relation_never_to_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place__range", (1, 10))), name="relation_at_most_ten"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__gt", 0), models.Q(("reason", ""), _negated=True)),
                        name="relation_says_why",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(fields=("entry", "number"), name="revision_number_once"),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="revision_number_from_1"
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(("by", ""), _negated=True), name="revision_is_signed"
            ),
        ),
        migrations.AddConstraint(
            model_name="revisionfile",
            constraint=models.UniqueConstraint(fields=("revision", "path"), name="revision_file_once"),
        ),
        migrations.AddConstraint(
            model_name="revisionfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("path", ""), _negated=True),
                    models.Q(("path__startswith", "/"), _negated=True),
                    models.Q(("path__contains", ".."), _negated=True),
                ),
                name="file_stays_inside",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["-year", "title"], name="entry_by_year"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["kind", "-year"], name="entry_by_kind"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["-added"], name="entry_by_added"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["-shown"], name="entry_by_shown"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["study", "review", "document", "hot topic", "notes"])),
                name="entry_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("slug", ""), _negated=True), models.Q(("title", ""), _negated=True)),
                name="entry_has_slug_and_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("year", None), ("year__range", (1500, 2200)), _connector="OR"),
                name="entry_year_in_range",
            ),
        ),
    ]
