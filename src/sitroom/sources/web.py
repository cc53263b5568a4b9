"""Fetching one address: only from the public internet, with few redirects, and not for ever.

A report's address comes from strangers, so a name is looked up once, every address it has is checked, and the
connection goes to the address that was checked: a name server that answers differently the second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from sitroom.errors import Rejected
from sitroom.sources.limits import MAX_FILE_BYTES

MAX_REDIRECTS = 3
# Seconds without an answer, and for the whole of it: a news page takes two at most.
PATIENCE = 10.0
DEADLINE = 30.0
_AGENT = "sitroom (reads public reports; one request an address)"
_PORTS = {"http": 80, "https": 443}

Lookup = Callable[[str, int], list[str]]


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses that a host name has."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def get(
    url: str, transport: httpx.BaseTransport | None = None, lookup: Lookup = look_up
) -> tuple[str, bytes, datetime | None, str]:
    """Return the final address, the bytes, when the server says they were last changed, and their media type.

    Raises:
        Rejected: the address is not public, answers with an error, redirects too often, is too large or too slow.
    """
    deadline = time.monotonic() + DEADLINE
    target = url
    # Proxies and credentials of the environment are not used: a proxy would connect to what was not checked.
    with httpx.Client(transport=transport, timeout=PATIENCE, trust_env=False) as client:
        for _ in range(MAX_REDIRECTS + 1):
            request = _request(client, target, lookup)
            try:
                with closing(client.send(request, stream=True)) as response:
                    if response.is_redirect and "location" in response.headers:
                        target = str(httpx.URL(target).join(response.headers["location"]))
                        continue
                    if response.status_code != httpx.codes.OK:
                        raise Rejected(f"the server answered {response.status_code}", target)
                    return target, _body(response, target, deadline), _changed(response), _media_type(response)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise Rejected(f"cannot be fetched: {error or type(error).__name__}", target) from error
    raise Rejected(f"more than {MAX_REDIRECTS} redirects", url)


def _request(client: httpx.Client, target: str, lookup: Lookup) -> httpx.Request:
    try:
        url = httpx.URL(target)
    except httpx.InvalidURL as error:
        raise Rejected(f"not an address: {error}", target) from error
    if url.scheme not in _PORTS or not url.host:
        raise Rejected("only http and https addresses are fetched", target)
    if url.userinfo:
        raise Rejected("an address with a password in it is not fetched", target)
    address = _public_address(url.host, url.port or _PORTS[url.scheme], target, lookup)
    headers = {"Host": url.netloc.decode("ascii"), "User-Agent": _AGENT, "Accept-Encoding": "identity"}
    return client.build_request(
        "GET", url.copy_with(host=address), headers=headers, extensions={"sni_hostname": url.host}
    )


def _public_address(host: str, port: int, target: str, lookup: Lookup) -> str:
    try:
        found = [str(ipaddress.ip_address(host))]
    except ValueError:
        try:
            found = lookup(host, port)
        except (OSError, UnicodeError) as error:
            raise Rejected(f"no such host: {host}", target) from error
    if not found:
        raise Rejected(f"no such host: {host}", target)
    for address in found:
        if not _is_public(address):
            raise Rejected(f"{host} is a private, local or reserved address, which is not fetched", target)
    return found[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        # IPv4 in IPv6 dress (mapped, 6to4, Teredo, NAT64) is what it wraps.
        wrapped: ipaddress.IPv4Address | None = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if wrapped is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return wrapped.is_global and not wrapped.is_multicast
    return ip.is_global and not ip.is_multicast


def _body(response: httpx.Response, target: str, deadline: float) -> bytes:
    pieces = bytearray()
    for piece in response.iter_bytes():
        pieces += piece
        if len(pieces) > MAX_FILE_BYTES:
            raise Rejected(f"the answer is larger than {MAX_FILE_BYTES // 1_000_000} MB", target)
        if time.monotonic() > deadline:
            raise Rejected(f"the answer takes longer than {DEADLINE:.0f} s", target)
    return bytes(pieces)


def _changed(response: httpx.Response) -> datetime | None:
    try:
        return parsedate_to_datetime(response.headers["last-modified"])
    except (KeyError, ValueError, TypeError, IndexError):
        return None


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()
