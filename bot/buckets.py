"""How often one address may ask: some at once, then so many a second. Kept in memory, and never much of it."""

from __future__ import annotations

import ipaddress
import threading
from collections import OrderedDict

MOST = 4096  # addresses remembered; the one that was quiet for longest is forgotten first


class Buckets:
    """A bucket for each address, which every request takes one out of, and time fills."""

    def __init__(self, burst: int, per_second: float, most: int = MOST) -> None:
        """burst: requests at once. per_second: requests a second in the long run."""
        self._burst, self._per_second, self._most = burst, per_second, most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what is left, and when that was
        self._lock = threading.Lock()

    def allows(self, address: str, now: float) -> bool:
        """Take one out; return whether there was one. now: seconds of a clock that never goes back."""
        key = neighbourhood(address)
        with self._lock:
            left, then = self._left.pop(key, (float(self._burst), now))
            left = min(self._burst, left + (now - then) * self._per_second)
            self._left[key] = (max(0.0, left - 1) if left >= 1 else left, now)
            if len(self._left) > self._most:
                self._left.popitem(last=False)
            return left >= 1


def neighbourhood(address: str) -> str:
    """Return what counts as one sender: an IPv4 address, or a network of IPv6: one person has it whole."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if found.version == 4:
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped) if mapped else str(ipaddress.ip_network((found, 64), strict=False))
