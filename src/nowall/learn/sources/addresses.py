"""Web addresses that may be asked: only http and https, and only hosts of the public internet.

A page that nowall is told to read, or is sent to by another one, must not lead it into the network that it runs in
(server-side request forgery). So a name is looked up once, every address that it has is checked, and the connection
goes to one of exactly these.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

from nowall.errors import InputError

IpAddress = IPv4Address | IPv6Address
Permits = Callable[[IpAddress], bool]
"""Whether a connection to this very address may be opened."""
Resolve = Callable[[str, int], Sequence[IpAddress]]
"""All addresses of a name; raises OSError where it has none."""

_LONGEST = 2_048
_LONGEST_SHOWN = 120
_HOST_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
# A last label that browsers and the C library take for a number: 127.1, 017700000001, 0x7f000001
_NUMERIC_HOST = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)")
# Of the ports from 1024 on, those that the Fetch standard (section 2.9, "port blocking") keeps browsers from.
_OTHER_SERVICES = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080}
)
# IANA IPv4 Special-Purpose Address Registry (all that is not globally reachable, and what has been withdrawn),
# multicast, and the one public address that is the inside of a cloud: 168.63.129.16.
_NOT_PUBLIC = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ),
    )
)  # fmt: skip
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# Within it: Teredo, ORCHID and other protocols' own; documentation; 6to4.
_NOT_PUBLIC_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_NAT64 = IPv6Network("64:ff9b::/96")


def parse_address(text: str) -> httpx.URL:
    """Parse a web address that a user, a feed or a redirect gave, without looking its host up.

    Names in other scripts come out in punycode, as they are asked for. Raises InputError, whose sentence
    leaves it to the caller to show the address, as do all errors of reading.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        raise InputError(f"It is longer than {_LONGEST} characters: that is no address of an article.")
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        raise InputError("It is no web address: check how it is written.") from None
    if url.scheme not in {"http", "https"}:
        raise InputError("It is no web address: one starts with http:// or https://.")
    if url.userinfo:
        raise InputError("It holds a user name: nowall reads public pages only.")
    if url.port is not None and (
        url.port in _OTHER_SERVICES or not (url.port in {80, 443} or 1024 <= url.port < 65536)
    ):
        raise InputError(f"It names port {url.port}, which serves no web pages.")
    return url.copy_with(host=_checked_host(url), fragment=None)


def is_public(address: IpAddress) -> bool:
    """Whether an address is one of the public internet's hosts, as is the IPv4 address that it may carry within it."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC)
    if address.ipv4_mapped:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _GLOBAL_UNICAST and not any(address in network for network in _NOT_PUBLIC_V6)


def look_up(host: str, port: int) -> tuple[IpAddress, ...]:
    """Ask the system for all addresses of a host, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(ip_address(str(entry[4][0])) for entry in found))


def vetted(host: str, port: int, permits: Permits, resolve: Resolve) -> tuple[IpAddress, ...]:
    """The addresses of a host, all of which may be connected to; raises InputError where one may not."""
    try:
        addresses = tuple(resolve(host, port))
    except (OSError, ValueError):
        addresses = ()
    if not addresses:
        raise InputError(f"The host {host} cannot be found: check the address, or the connection to the internet.")
    for address in addresses:
        if not permits(address):
            leads = "" if str(address) == host else f" leads to {address}, which"
            raise InputError(f"The host {host}{leads} is not a public address: nowall reads public pages only.")
    return addresses


def shown(text: str) -> str:
    """What others wrote, as a message shows it: not longer than a line, and nothing that a terminal would obey."""
    short = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return "".join(character if character.isprintable() else "�" for character in short)


def _checked_host(url: httpx.URL) -> str:
    host = url.raw_host.decode("ascii").removesuffix(".")
    if ":" in host:
        if "%" in host:
            raise InputError("It names an interface of this machine: nowall reads public pages only.")
        return host
    if _NUMERIC_HOST.fullmatch(host):
        try:
            return str(IPv4Address(host))
        except ValueError:
            raise InputError("It gives its host as a number: give its name.") from None
    if not _HOST_NAME.fullmatch(host):
        raise InputError("It has no host that can be asked: check how it is written.")
    return host
