"""RIS's types of reference and CSL's; the first RIS type of a CSL type is the one that is written."""

from __future__ import annotations

KINDS = {
    "JOUR": "article-journal", "JFULL": "periodical", "EJOUR": "article-journal", "ABST": "article-journal",
    "INPR": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper", "BOOK": "book",
    "EBOOK": "book", "EDBOOK": "book", "CLSWK": "classic", "CHAP": "chapter", "ECHAP": "chapter",
    "ENCYC": "entry-encyclopedia", "DICT": "entry-dictionary", "CPAPER": "paper-conference",
    "CONF": "paper-conference", "THES": "thesis", "RPRT": "report", "GOVDOC": "report", "GRANT": "report",
    "DATA": "dataset", "AGGR": "dataset", "COMP": "software", "ELEC": "webpage", "BLOG": "post-weblog",
    "PAT": "patent", "MANSCPT": "manuscript", "UNPB": "manuscript", "PCOMM": "personal_communication",
    "ICOMM": "personal_communication", "PAMP": "pamphlet", "STAND": "standard", "STAT": "legislation",
    "BILL": "bill", "CASE": "legal_case", "HEAR": "hearing", "MAP": "map", "ART": "graphic", "FIGURE": "figure",
    "SLIDE": "speech", "SOUND": "song", "MUSIC": "musical_score", "MPCT": "motion_picture",
    "VIDEO": "motion_picture", "ADVS": "motion_picture", "SER": "collection", "GEN": "document",
}  # fmt: skip
TYPES: dict[str, str] = {}
for _type, _kind in KINDS.items():
    TYPES.setdefault(_kind, _type)
