"""Slips of the finger: how far two words are apart."""

from __future__ import annotations


def one_slip(a: str, b: str) -> bool:
    """Whether two words are equal but for one letter too many, too few, wrong, or swapped with its neighbour."""
    if abs(len(a) - len(b)) > 1:
        return False
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return max(len(a), len(b)) <= 1 or (len(a) == 2 and a == b[::-1])
