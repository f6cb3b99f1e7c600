"""A folder brought up to date with a newer state of its source: three sides, of which none is lost silently."""

from effectbank.review.updating.change import Change, Fate
from effectbank.review.updating.folders import Update, update_of
from effectbank.review.updating.naming import under_names_of
from effectbank.review.updating.record import RECORD, NoRecord, Record, read_record, write_record
from effectbank.review.updating.swapping import before_of, restore, swap_in, take_back

__all__ = [
    "RECORD",
    "Change",
    "Fate",
    "NoRecord",
    "Record",
    "Update",
    "before_of",
    "read_record",
    "restore",
    "swap_in",
    "take_back",
    "under_names_of",
    "update_of",
    "write_record",
]
