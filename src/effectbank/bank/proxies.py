"""Whose address a request comes from, when it comes through proxies the bank's keeper has named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings

from effectbank.problems import BadInput

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address


def networks(named: str) -> tuple[Network, ...]:
    """Addresses and networks separated by commas, "10.0.0.0/8, ::1"; raises BadInput for anything else."""
    return tuple(_network(name.strip()) for name in named.split(",") if name.strip())


def _network(name: str) -> Network:
    try:
        return ip_network(name)
    except ValueError as error:
        raise BadInput(
            f"EFFECTBANK_PROXIES names {name!r}, which is no address or network ({error}); "
            "expected as in 127.0.0.1,10.0.0.0/8"
        ) from None


def readers_address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: REMOTE_ADDR becomes the reader's own address where a trusted proxy tells it."""

    def answer(request: HttpRequest) -> HttpResponse:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if told and settings.PROXIES:
            request.META["REMOTE_ADDR"] = forwarded(request.META.get("REMOTE_ADDR", ""), told, settings.PROXIES)
        return get_response(request)

    return answer


def forwarded(sender: str, told: str, proxies: Sequence[Network]) -> str:
    """The nearest address that is no trusted proxy's; `told` lists addresses, the latest proxy's word last.

    Whoever is not trusted may have written anything before it, so nothing further is believed.
    """
    address = sender
    for before in reversed(told.split(",")):
        if not _trusted(address, proxies) or _read(before) is None:
            break
        address = before.strip()
    return address


def _trusted(address: str, proxies: Sequence[Network]) -> bool:
    read = _read(address)
    return read is not None and any(read in network for network in proxies)


def _read(address: str) -> Address | None:
    try:
        read = ip_address(address.strip())
    except ValueError:
        return None
    return (read.ipv4_mapped if isinstance(read, IPv6Address) else None) or read
