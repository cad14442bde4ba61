"""Nobody keeps the pages busy, and nobody pays for another's haste."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.buckets import Buckets, neighbourhood


def test_some_at_once_then_so_many_a_second() -> None:
    buckets = Buckets(burst=3, per_second=0.5)
    assert [buckets.allows("a", 100.0) for _ in range(4)] == [True, True, True, False]
    assert not buckets.allows("a", 101.9)
    assert buckets.allows("a", 102.1)
    assert not buckets.allows("a", 102.2)
    assert [buckets.allows("a", 1000.0) for _ in range(4)] == [True, True, True, False]


def test_others_have_their_own() -> None:
    buckets = Buckets(burst=1, per_second=0.1)
    assert buckets.allows("192.0.2.1", 0)
    assert not buckets.allows("192.0.2.1", 0)
    assert buckets.allows("192.0.2.2", 0)


@given(st.lists(st.floats(0, 5), max_size=60))
def test_never_more_than_the_burst_and_what_time_gives(pauses: list[float]) -> None:
    buckets, now, given_out = Buckets(burst=5, per_second=2), 0.0, 0
    for pause in pauses:
        now += pause
        given_out += buckets.allows("a", now)
    assert given_out <= 5 + 2 * now + 1e-6


def test_memory_is_bounded_and_the_longest_quiet_is_forgotten() -> None:
    buckets = Buckets(burst=1, per_second=0.001, most=10)
    for number in range(1000):
        assert buckets.allows(f"192.0.2.{number}x", 0)
    assert not buckets.allows("192.0.2.999x", 0)
    assert len(buckets._left) == 10


def test_a_network_of_ipv6_is_one_sender() -> None:
    assert neighbourhood("2001:db8:1:2::3") == neighbourhood("2001:db8:1:2:ffff::9")
    assert neighbourhood("2001:db8:1:2::3") != neighbourhood("2001:db8:1:3::3")
    assert neighbourhood("::ffff:192.0.2.1") == neighbourhood("192.0.2.1")


@given(st.text(max_size=500))
def test_any_address_will_do(address: str) -> None:
    assert len(neighbourhood(address)) <= 64
