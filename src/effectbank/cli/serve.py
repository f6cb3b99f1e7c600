"""`effectbank serve` and what `effectbank demo` does: a bank on this computer's own address."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effectbank.cli.output import counted, echo
from effectbank.problems import BadInput, EffectBankError

if TYPE_CHECKING:
    from waitress.server import BaseWSGIServer

HOST = "127.0.0.1"
PORT = 8000
PORTS_TRIED = 50
BANK_FILE = "bank.sqlite3"
SIGNED = "EffectBank"
FOUNDING = "naltrexone-2011"
THREADS = 6


class PortsBusy(EffectBankError):  # noqa: N818 -- the name is the sentence
    """No free port near the one asked for."""

    def __init__(self, first: int) -> None:
        self.first = first
        super().__init__(
            f"ports {first} to {first + PORTS_TRIED - 1} are all in use; name another, as in --port {first + 1000}"
        )


@click.command(
    epilog="\b\nExamples:\n  $ effectbank serve my-review/          look at a folder as its readers will\n"
    "  $ effectbank serve my-bank/ --port 8080   a bank made before"
)
@click.argument("folders", nargs=-1)
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="Port to listen on.")
@click.option("--no-browser", is_flag=True, help="Print the address only.")
def serve(*, folders: tuple[str, ...], port: int, no_browser: bool) -> None:
    """Serve a bank, or entry FOLDERS as a bank of their own.

    A bank is a folder that holds bank.sqlite3. Entry folders, and examples by their names, are published as they
    are now into a bank that lasts as long as the command; folders of folders are looked into. Without FOLDERS it
    is the current folder.
    """
    from effectbank.review.opening import folder_at  # noqa: PLC0415 -- reading is not needed for --help

    asked = [folder_at(given) for given in folders] or [Path()]
    if len(asked) == 1 and (asked[0] / BANK_FILE).is_file():
        open_bank(asked[0])
        run_server(port=port, browser=not no_browser)
        return
    found = [entry for folder in asked for entry in entry_folders(folder)]
    if not found:
        raise BadInput(
            "nothing to serve: name a bank (a folder with bank.sqlite3) or folders with an entry.toml; "
            "`effectbank demo` makes a bank of examples"
        )
    _serve_folders(found, port=port, browser=not no_browser)


def run_demo(*, directory: Path | None = None, port: int = PORT, browser: bool = True) -> None:
    """Make, or find again, a bank of the shipped examples; serve it until Ctrl-C."""
    from effectbank.review.opening import examples, shipped  # noqa: PLC0415 -- reading is not needed for --help

    folder = directory or data_folder() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    echo(f"The demo bank is kept in {folder}", err=True)
    open_bank(folder)
    take_in([examples() / name for name in sorted(shipped(), key=FOUNDING.__eq__)])
    run_server(port=port, browser=browser)


def data_folder() -> Path:
    """Where this user's programs keep their data."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "effectbank"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "effectbank"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "effectbank"


def entry_folders(folder: Path) -> list[Path]:
    """The folder itself when it is an entry, else the entries directly within it."""
    if (folder / "entry.toml").is_file():
        return [folder]
    return sorted(path.parent for path in folder.glob("[!.]*/entry.toml"))


def open_bank(folder: Path) -> None:
    """Point Django at a bank's folder and bring its tables up to date. Once a process."""
    os.environ["EFFECTBANK_BANK"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "effectbank.bank.settings"
    import django  # noqa: PLC0415 -- the bank's extra may not be installed, and --help needs none of it
    from django.core.management import call_command  # noqa: PLC0415 -- as above

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def take_in(folders: Sequence[Path], *, by: str = SIGNED) -> int:
    """Publish folders into the open bank, faulty ones told and left out; how many are in it now."""
    from effectbank.bank import actions  # noqa: PLC0415 -- needs the open bank

    held, new = 0, 0
    with click.progressbar(
        _plain_first(folders), label="Publishing", file=sys.stderr, hidden=not _at_terminal()
    ) as bar:
        for folder in bar:
            try:
                _, fresh = actions.import_folder(folder, by=by)
            except EffectBankError as error:
                echo(f"\n{error}", err=True)
            else:
                held, new = held + 1, new + fresh
    actions.render_anew()
    actions.relate_entries()
    echo(f"{counted(held, 'entry', 'entries')} in the bank, {new} of them newly published", err=True)
    return held


def _plain_first(folders: Iterable[Path]) -> list[Path]:
    """Entries with trials come last, so that they are the latest a reader sees; else in the order given."""
    return sorted(folders, key=lambda folder: (folder / "review.toml").is_file())


def _at_terminal() -> bool:
    return sys.stderr.isatty()


def _serve_folders(folders: Sequence[Path], *, port: int, browser: bool) -> None:
    echo("The folders are served as they are now; start again to see what you change", err=True)
    from tempfile import TemporaryDirectory  # noqa: PLC0415 -- rarely needed

    with TemporaryDirectory(prefix="effectbank-", ignore_cleanup_errors=True) as folder:
        open_bank(Path(folder))
        if not take_in(folders, by="preview"):
            raise BadInput("none of the folders could be published; `effectbank check FOLDER` tells more")
        run_server(port=port, browser=browser)


def run_server(*, port: int, browser: bool) -> None:
    """Serve the open bank until Ctrl-C, at the port or the next free one; prints the address."""
    server = make_server(port)
    try:
        address = _announce(int(server.effective_port), asked=port)
        if browser and _has_browser():
            threading.Thread(target=_open_when_ready, args=(address,), daemon=True).start()
        server.run()
    except KeyboardInterrupt:  # before or after the server's own loop, which catches it too
        pass
    finally:
        server.close()
        echo("The bank is closed.", err=True)


def _announce(port: int, *, asked: int) -> str:
    address = f"http://{HOST}:{port}/"
    if port != asked:
        echo(f"Port {asked} is in use, so this is port {port}.", err=True)
    echo(f"The bank is open at {address}  (Ctrl-C closes it)")
    return address


def make_server(port: int) -> BaseWSGIServer:
    """A server of the open bank on this computer's own address. Raises PortsBusy."""
    from django.conf import settings  # noqa: PLC0415 -- as everywhere here
    from waitress import create_server  # noqa: PLC0415 -- as Django

    from effectbank.bank.wsgi import application  # noqa: PLC0415 -- as Django

    bound = _bound(port)
    unheard = not settings.PROXIES  # else the bank itself judges whose word on addresses it takes
    return create_server(
        application, sockets=[bound], threads=THREADS, ident="EffectBank", clear_untrusted_proxy_headers=unheard
    )


def _bound(port: int) -> socket.socket:
    """A socket at the port or the next free one: ours from here on, so nobody can come between."""
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name != "nt":  # there it would let two programs share a port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((HOST, candidate))
            bound.listen()
        except OSError:
            bound.close()
        else:
            return bound
    raise PortsBusy(port)


def _has_browser() -> bool:
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _open_when_ready(address: str) -> None:
    time.sleep(0.3)  # the server is listening already; this lets the printed line come first
    webbrowser.open(address)
