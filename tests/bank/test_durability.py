"""Killed at any moment, a bank has lost nothing it had committed, and holds nothing half."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PUBLISH_FOR_EVER = """
import sys
from pathlib import Path
from effectbank.cli.serve import open_bank
open_bank(Path(sys.argv[1]))
from effectbank.bank.actions import import_folder, relate_entries
folder = Path(sys.argv[2])
for number in range(1, 10_000):
    card = f'kind = "study"\\ntitle = "Walrus {number}"\\nyear = 2010\\n'
    (folder / "entry.toml").write_text(card)
    revision, _ = import_folder(folder, by="Ann")
    print(revision.number, flush=True)
    relate_entries()
"""
LOOK = """
import json, sys
from pathlib import Path
from effectbank.cli.serve import open_bank
open_bank(Path(sys.argv[1]))
from django.db import connection
from effectbank.bank import seals
from effectbank.bank.models import Entry, Revision, RevisionFile
from effectbank.bank.queries.search import search
from effectbank.bank.site import served_site
revisions = list(Revision.objects.select_related("entry").order_by("number"))
entry = Entry.objects.select_related("current").get()
with connection.cursor() as cursor:
    whole = cursor.execute("PRAGMA integrity_check").fetchone()[0]
print(json.dumps({
    "sealed": seals.verify(revisions),
    "numbers": [revision.number for revision in revisions],
    "files": RevisionFile.objects.count(),
    "current": entry.current.number,
    "title": entry.title,
    "found": [str(line.title) for line in search("walrus", served_site()).listing.lines],
    "whole": whole,
}))
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("delay", [0.0, 0.004, 0.011])
def test_a_killed_bank_holds_all_it_had_said_it_held(tmp_path: Path, delay: float) -> None:
    bank, folder = tmp_path / "bank", tmp_path / "trial-1"
    bank.mkdir()
    folder.mkdir()
    writer = subprocess.Popen(
        [sys.executable, "-c", PUBLISH_FOR_EVER, bank, folder], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    said = 0
    for line in writer.stdout:
        said = int(line)
        if said == 8:
            time.sleep(delay)
            writer.send_signal(signal.SIGKILL)
            break
    said = max([said, *map(int, writer.stdout.read().split())])
    writer.stdout.close()
    assert writer.wait() == -signal.SIGKILL

    seen = json.loads(subprocess.run([sys.executable, "-c", LOOK, bank], capture_output=True, check=True).stdout)
    held = seen["numbers"]
    assert held == list(range(1, len(held) + 1))
    assert len(held) >= said
    assert seen["sealed"] == seen["files"] == seen["current"] == len(held)
    assert seen["title"] == f"Walrus {len(held)}"
    assert seen["found"] == [f"<mark>Walrus</mark> {len(held)}"]
    assert seen["whole"] == "ok"
