"""The proof: every result that a source's own file stored, computed again from the data and compared."""

from __future__ import annotations

from effectbank.review.proving.finding import CHANGED, Finding
from effectbank.review.proving.proof import Proof, prove, prove_many

__all__ = ["CHANGED", "Finding", "Proof", "prove", "prove_many"]
