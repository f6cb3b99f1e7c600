"""Run the step over a whole library: here, in processes of this machine, or under Dask's scheduler; resumable."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from effectbank.formats.library.locking import alone
from effectbank.formats.library.parquet import DataSet
from effectbank.formats.library.sources import Source, passed_over, sources_of
from effectbank.formats.library.tables import Done, Row, killed

TOGETHER = 64  # reviews of one step, at the most
BYTES_TOGETHER = 4 * 1024**2  # of one step, at the most, unless one file alone is larger
WAITING = 2  # steps handed to each process before it asks
Progress = Callable[[int, int], None]
Work = Callable[[str, list[Source], str | None], Done]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`processes` 1 runs in this process; `scheduler` is a Dask scheduler's address, or "local" for one made here.

    `write_to`: each review is written there as a folder too.
    """

    processes: int = 0  # as many as the machine has
    scheduler: str | None = None
    write_to: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of a library: a row a file, and how many were done before this run.

    `outdated` counts those that another version of the program had done, which this one did again; `passed_over`
    those that are of no format of a library, by their endings.
    """

    files: tuple[Row, ...]
    done_before: int
    outdated: int
    passed_over: Mapping[str, int]

    def total(self, column: str) -> int:
        """The sum of a column over all files."""
        return sum(row[column] for row in self.files)

    def count(self, status: str) -> int:
        """How many files are read, read with errors, or failed."""
        return sum(row["status"] == status for row in self.files)


def run_library(root: Path, out: Path, options: Options, *, progress: Progress | None = None) -> Run:
    """Read, pool and compare every review below `root`; results go to the data set at `out` as they are done.

    What a run before did is not done again unless its file changed, or failed for a reason that is not in it, or
    another version of the program did it. `progress` is told how many files are done and how many there are.
    Raises BadInput where another run writes to `out`, or it holds other Parquet files.
    """
    with alone(out):
        return _run(root, out, options, progress)


def _run(root: Path, out: Path, options: Options, progress: Progress | None) -> Run:
    sources = sources_of(root)
    data = DataSet(out)
    before = data.finished(sources, lambda source: _is_written(source, options.write_to))
    left = [source for source in sources if source.name not in before]
    count = len(before)
    for done in _steps(root, _chunks(left), options):
        data.add(done)
        count += len(done.files)
        if progress is not None:
            progress(count, len(sources))
    return Run(
        files=tuple(data.rows_of_files()), done_before=len(before), outdated=data.outdated,
        passed_over=passed_over(root, sources),
    )  # fmt: skip


def _is_written(source: Source, write_to: Path | None) -> bool:
    return write_to is None or (write_to / source.folder).is_dir()


def _chunks(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """A few reviews at a time: the larger a batch the faster, the smaller the less is lost by a kill."""
    chunk: list[Source] = []
    size = 0
    for source in sources:
        if chunk and (len(chunk) == TOGETHER or size + source.size > BYTES_TOGETHER):
            yield chunk
            chunk, size = [], 0
        chunk.append(source)
        size += source.size
    if chunk:
        yield chunk


def _steps(root: Path, chunks: Iterator[list[Source]], options: Options) -> Iterator[Done]:
    where = None if options.write_to is None else str(options.write_to)
    if options.scheduler:
        from effectbank.formats.library.cluster import on_cluster  # noqa: PLC0415 -- an extra

        yield from on_cluster(str(root), chunks, where, options.scheduler)
        return
    processes = options.processes or os.cpu_count() or 1
    if processes == 1:
        for chunk in chunks:
            yield step(str(root), chunk, where)
    else:
        yield from in_processes(str(root), chunks, where, processes)


def step(root: str, sources: list[Source], write_to: str | None) -> Done:
    """The step, its statistics loaded by the process that takes it, not by the one that hands it out."""
    from effectbank.formats.library.step import step as taken  # noqa: PLC0415 -- slow import

    return taken(root, sources, write_to)


def in_processes(
    root: str, chunks: Iterator[list[Source]], where: str | None, processes: int, work: Work = step
) -> Iterator[Done]:
    """Steps in processes; when one dies, what was under way is tried file by file, each in a process of its own."""
    died: list[Source] = []
    left = chunks
    while True:
        under_way: dict[Future[Done], list[Source]] = {}
        try:
            with _pool(processes) as pool:
                for chunk in left:
                    under_way[_handed(pool, work, (root, chunk, where))] = chunk
                    if len(under_way) >= WAITING * processes:
                        yield from _completed(under_way)
                while under_way:
                    yield from _completed(under_way)
            break
        except BrokenProcessPool:
            died += [source for chunk in under_way.values() for source in chunk]
    for source in died:
        yield _alone(root, source, where, work)


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that take steps; whoever leaves waits for the steps under way, and for none that only waits."""
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_end_with_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """In a process that takes steps: the keyboard stops who hands them out, and this ends with that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _handed(pool: ProcessPoolExecutor, work: Work, asked: tuple[str, list[Source], str | None]) -> Future[Done]:
    """The step under way; in a pool that died before it was handed over, a step that failed with the pool."""
    try:
        return pool.submit(work, *asked)
    except BrokenProcessPool as fault:
        failed: Future[Done] = Future()
        failed.set_exception(fault)
        return failed


def _completed(under_way: dict[Future[Done], list[Source]]) -> Iterator[Done]:
    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
        done = future.result()
        del under_way[future]
        yield done


def _alone(root: str, source: Source, where: str | None, work: Work) -> Done:
    try:
        with _pool(1) as pool:
            return pool.submit(work, root, [source], where).result()
    except BrokenProcessPool:
        return killed(source)
