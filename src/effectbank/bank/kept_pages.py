"""Pages as they were last made, by their tags: a tag changes with whatever a page shows, so none is ever stale."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.http import HttpResponse

Kept = tuple[bytes, dict[str, str]]


class KeptPages:
    """The pages asked for last, up to so many bytes in all, in this process."""

    def __init__(self, *, most_bytes: int = 32 * 1024**2) -> None:
        self.most_bytes = most_bytes
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def page(self, tag: str, make: Callable[[], HttpResponse]) -> HttpResponse:
        """The page of that tag; made when it isn't here."""
        with self._lock:
            kept = self._pages.get(tag)
            if kept:
                self._pages.move_to_end(tag)
        if kept:
            return HttpResponse(kept[0], headers=kept[1])
        response = make()
        if response.status_code == 200:
            self._keep(tag, (response.content, dict(response.items())))
        return response

    def _keep(self, tag: str, page: Kept) -> None:
        with self._lock:
            self._bytes += len(page[0]) - len(self._pages.pop(tag, (b"",))[0])
            self._pages[tag] = page
            while self._bytes > self.most_bytes:
                _, (content, _) = self._pages.popitem(last=False)
                self._bytes -= len(content)


pages = KeptPages()
