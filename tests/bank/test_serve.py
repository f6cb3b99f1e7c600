"""`effectbank demo` and `effectbank serve`, as commands: what they print, where they listen, how they end."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest

from effectbank.cli import serve

Start = Callable[..., "Bank"]
RUN = "from effectbank.cli import main; main()"
OPEN = "The bank is open at "


class Bank:
    """A running command: its address, and what it said when it ended."""

    def __init__(self, *arguments: object) -> None:
        command = [sys.executable, "-c", RUN, *map(str, arguments), "--no-browser"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.address = line.removeprefix(OPEN).split()[0] if line.startswith(OPEN) else ""

    def get(self, path: str = "") -> str:
        with urlopen(self.address + path) as answer:
            return str(answer.read().decode())

    def statuses(self, times: int, reader: str = "", **headers: str) -> list[int]:
        """How so many searches are answered, all on one connection."""
        host, _, port = self.address.removeprefix("http://").strip("/").partition(":")
        with closing(HTTPConnection(host, int(port))) as connection:
            return [self._status(connection, headers | {"X-Forwarded-For": reader}) for _ in range(times)]

    def _status(self, connection: HTTPConnection, headers: dict[str, str]) -> int:
        connection.request("GET", "/search/?q=tea", headers=headers)
        with connection.getresponse() as answer:
            answer.read()
            return answer.status

    def end(self) -> tuple[int, str]:
        """Ctrl-C; the exit code and what it said."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said


@pytest.fixture
def start() -> Iterator[Start]:
    banks: list[Bank] = []

    def begin(*arguments: object) -> Bank:
        banks.append(Bank(*arguments))
        return banks[-1]

    yield begin
    for bank in banks:
        if bank.process.poll() is None:
            bank.process.kill()
        bank.process.communicate()


@pytest.fixture
def port() -> int:
    """A port that is free, with a free one after it; each test process looks elsewhere."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = 20_000 + 400 * (worker % 90)
    for candidate in range(first, first + 400, 2):
        with closing(serve._bound(candidate)) as one, closing(serve._bound(candidate + 1)) as next_one:
            if (one.getsockname()[1], next_one.getsockname()[1]) == (candidate, candidate + 1):
                return candidate
    pytest.fail("no two free ports in a row")


def test_the_demo_opens_a_bank_of_the_examples_and_closes_on_ctrl_c(
    start: Start, tmp_path: Path, port: int
) -> None:
    bank = start("demo", "--directory", tmp_path, "--port", port)
    assert bank.address == f"http://127.0.0.1:{port}/"
    assert "Oral naltrexone maintenance treatment" in bank.get()
    assert "Review analysis" in bank.get("entry/naltrexone-2011/")
    code, said = bank.end()
    assert code == 0
    assert "16 of them newly published" in said
    assert said.endswith("The bank is closed.\n")
    assert "Traceback" not in said

    again = start("demo", "--directory", tmp_path, "--port", port)
    code, said = again.end()
    assert (code, "0 of them newly published" in said) == (0, True)
    with closing(sqlite3.connect(tmp_path / "bank.sqlite3")) as file:
        assert file.execute("SELECT max(number) FROM bank_revision").fetchone() == (1,)


def test_a_busy_port_is_told_and_the_next_is_taken(start: Start, folder: Callable[..., Path], port: int) -> None:
    with closing(socket.socket()) as busy:
        busy.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        busy.bind(("127.0.0.1", port))
        busy.listen()
        bank = start("serve", folder("trial-1", title="Walrus"), "--port", port)
        assert bank.address == f"http://127.0.0.1:{port + 1}/"
        assert "Walrus" in bank.get("entry/trial-1/")
        _, said = bank.end()
    assert f"Port {port} is in use, so this is port {port + 1}." in said


def test_folders_within_a_folder_are_served(
    start: Start, folder: Callable[..., Path], tmp_path: Path, port: int
) -> None:
    folder("one", title="Walrus")
    folder("two", title="Narwhal")
    bank = start("serve", tmp_path, "--port", port)
    assert "2 entries" in bank.get("entries/")


def test_a_bank_made_before_is_served_as_it_is(
    start: Start, folder: Callable[..., Path], tmp_path: Path, port: int
) -> None:
    bank = tmp_path / "bank"
    bank.mkdir()
    code = (
        "import sys; from pathlib import Path; from effectbank.cli.serve import open_bank, take_in; "
        "open_bank(Path(sys.argv[1])); take_in([Path(sys.argv[2])], by='Ann')"
    )
    subprocess.run(
        [sys.executable, "-c", code, bank, folder("one", title="Walrus")], check=True, capture_output=True
    )
    assert "Walrus" in start("serve", bank, "--port", port).get("entry/one/")


def test_a_faulty_folder_is_told_and_the_others_are_served(
    start: Start, folder: Callable[..., Path], tmp_path: Path, port: int
) -> None:
    folder("good", title="Walrus")
    (folder("bad") / "entry.toml").write_text('kind = "revue"\ntitle = "X"\n')
    bank = start("serve", tmp_path, "--port", port)
    assert "1 entry" in bank.get("entries/")
    _, said = bank.end()
    assert "bad is not published" in said
    assert "entry.toml:1" in said


def test_an_example_is_served_by_its_name(start: Start, port: int) -> None:
    bank = start("serve", "uk-clinical-guidelines-2017", "--port", port)
    assert "UK guidelines on clinical management" in bank.get("entry/uk-clinical-guidelines-2017/")


def test_a_name_that_is_nothing_is_told_with_the_known_ones(start: Start, port: int) -> None:
    code, said = start("serve", "naltrexone-2012", "--port", port).end()
    assert code == 2
    assert "did you mean naltrexone-2011?" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("proxies", ["", "127.0.0.1"])
def test_readers_behind_a_proxy_are_told_apart_only_when_it_is_named(
    start: Start, folder: Callable[..., Path], port: int, monkeypatch: pytest.MonkeyPatch, proxies: str
) -> None:
    monkeypatch.setenv("EFFECTBANK_PROXIES", proxies)
    bank = start("serve", folder("tea-2020", title="Tea and sleep"), "--port", port)
    assert set(bank.statuses(200, "203.0.113.7")) == {200, 429}
    let_through = bank.statuses(20, "203.0.113.8").count(200)
    assert let_through == 20 if proxies else let_through < 10


def test_a_wrong_host_is_refused_and_leaves_no_trace(start: Start, folder: Callable[..., Path], port: int) -> None:
    bank = start("serve", folder("tea-2020", title="Tea and sleep"), "--port", port)
    assert bank.statuses(3, Host="evil.example") == [400, 400, 400]
    _, said = bank.end()
    assert "evil.example" not in said
    assert "Traceback" not in said


def test_nothing_to_serve_is_said_with_a_way_out(start: Start, tmp_path: Path, port: int) -> None:
    (tmp_path / "empty").mkdir()
    bank = start("serve", tmp_path / "empty", "--port", port)
    assert bank.address == ""
    code, said = bank.end()
    assert code != 0
    assert "nothing to serve" in said
    assert "effectbank demo" in said
    assert "Traceback" not in said


def test_no_free_port_is_said_with_a_way_out(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    monkeypatch.setattr(serve, "PORTS_TRIED", 1)
    with (
        closing(serve._bound(port)),
        pytest.raises(serve.PortsBusy, match=rf"{port} to {port} are all in use; .* --port {port + 1000}"),
    ):
        serve._bound(port)


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/effectbank"),
        ("linux", {}, "/home/ann/.local/share/effectbank"),
        ("darwin", {}, "/home/ann/Library/Application Support/effectbank"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/effectbank"),
    ],
)
def test_data_are_kept_where_this_system_keeps_them(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], expected: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ann"))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert serve.data_folder() == Path(expected)


def test_no_browser_is_sought_where_there_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not serve._has_browser()
