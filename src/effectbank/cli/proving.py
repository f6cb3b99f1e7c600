"""What `prove` and `import` print of a proof: the numbers that differ, by cause, and the line that counts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import click

from effectbank.cli.output import Styled, counted
from effectbank.review.proving import CHANGED, Finding, Proof
from effectbank.review.wording import lines_in_words

MOST = 6  # of one analysis and cause


def finding_lines(proof: Proof) -> Iterator[str]:
    """Each number that differs, those of one analysis with one cause together."""
    found = sorted(proof.findings, key=lambda one: (bool(one.cause), one.analysis, one.cause))
    for (analysis, _), group in groupby(found, key=lambda one: (one.analysis, one.cause)):
        findings = list(group)
        yield f"{analysis}: {findings[0].reason}{_where(findings)}"
        yield from map(_line, findings[:MOST])
        if len(findings) > MOST:
            yield f"    … and {counted(len(findings) - MOST, 'number')} more"


def _where(findings: list[Finding]) -> str:
    """The rows in which the cause lies, if it lies in rows."""
    rows = [row for one in findings for row in one.rows] if findings[0].cause == CHANGED else []
    return f" ({lines_in_words(rows)})" if rows else ""


def _line(finding: Finding) -> str:
    whose = f"{finding.whose}: " if finding.whose else ""
    return f"    {finding.place}: {whose}{finding.values}"


def verdict(proof: Proof) -> Styled:
    """The line that counts."""
    return Styled(click.style(str(proof), fg="green" if proof.holds else "red", bold=True))
