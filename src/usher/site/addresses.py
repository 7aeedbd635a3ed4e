"""Under which addresses and names this machine can be reached."""

import ctypes
import os
import re
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

Address = IPv4Address | IPv6Address

_UP = 0x1
_POINT_TO_POINT = 0x10
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9][-a-z0-9]{0,62})*")


@dataclass(frozen=True, slots=True)
class Reachable:
    """The names and addresses of a machine; the addresses that phones should use come first."""

    names: tuple[str, ...]
    addresses: tuple[Address, ...]

    @property
    def hosts(self) -> list[str]:
        """All names and addresses as they stand in an address line."""
        return [*self.names, *map(in_address_line, self.addresses)]

    @property
    def for_phones(self) -> list[str]:
        """What to open on phones in the same network, best first; on this machine if in none."""
        outside = [one for one in self.addresses if not one.is_loopback]
        short = [one for one in outside if one.version == 4]
        return [in_address_line(one) for one in short or outside] or ["localhost"]


def in_address_line(address: Address) -> str:
    """Return the address as it stands in an address line: IPv6 in brackets."""
    return f"[{address}]" if address.version == 6 else str(address)


def reachable() -> Reachable:
    """Return the names and addresses of this machine, as they are now."""
    return Reachable(names=names_of(socket.gethostname()), addresses=_ordered(set(_addresses())))


def names_of(hostname: str) -> tuple[str, ...]:
    """Return the names of the machine with this hostname, its mDNS name among them."""
    hostname = hostname.lower().rstrip(".")
    names = ("localhost", hostname, f"{hostname.partition('.')[0]}.local")
    return tuple(dict.fromkeys(name for name in names if _NAME.fullmatch(name)))


def _ordered(addresses: set[Address]) -> tuple[Address, ...]:
    outward = _outward()
    return tuple(
        sorted(addresses, key=lambda one: (one != outward, one.is_loopback, one.version, one))
    )


def _outward() -> Address | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing: a datagram socket only chooses the interface here.
            probe.connect(("198.51.100.1", 9))
        except OSError:
            return None
        return ip_address(probe.getsockname()[0])


def _addresses() -> Iterator[Address]:
    yield from (IPv4Address("127.0.0.1"), IPv6Address("::1"))
    found = _by_name() if os.name == "nt" else _by_interface()
    # An address of one link alone needs the interface's name behind it, which no browser takes.
    yield from (one for one in found if one.version == 4 or not one.is_link_local)


def _by_name() -> Iterator[Address]:
    # Windows gives the addresses of all its adapters to its own name.
    for *_, address in socket.getaddrinfo(socket.gethostname(), None):
        yield ip_address(str(address[0]).partition("%")[0])


class _Interface(ctypes.Structure):
    """The beginning of C's `struct ifaddrs`, which is the same on Linux, macOS and the BSDs."""


_Interface._fields_ = [
    ("next", ctypes.POINTER(_Interface)),
    ("name", ctypes.c_char_p),
    ("flags", ctypes.c_uint),
    ("address", ctypes.c_void_p),
]


def _by_interface() -> list[Address]:
    library = ctypes.CDLL(None, use_errno=True)
    first = ctypes.POINTER(_Interface)()
    if library.getifaddrs(ctypes.byref(first)) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    try:
        return [address for address in _walk(first) if address is not None]
    finally:
        library.freeifaddrs(first)


def _walk(pointer: "ctypes._Pointer[_Interface]") -> Iterator[Address | None]:
    while bool(pointer):
        interface = pointer.contents
        # At the other end of a tunnel there is no phone.
        if interface.flags & _UP and not interface.flags & _POINT_TO_POINT and interface.address:
            yield _address_at(interface.address)
        pointer = interface.next


def _address_at(place: int) -> Address | None:
    head = ctypes.string_at(place, 2)
    # Linux has the family in both bytes; macOS and the BSDs have the length before it.
    family = int.from_bytes(head, sys.byteorder) if sys.platform == "linux" else head[1]
    if family == socket.AF_INET:
        return IPv4Address(ctypes.string_at(place + 4, 4))
    if family == socket.AF_INET6:
        return IPv6Address(ctypes.string_at(place + 8, 16))
    return None
