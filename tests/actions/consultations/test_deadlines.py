"""How long is waited between two tries."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from actions.consultations.deadlines import back_off


@given(attempts=st.integers(0, 60))
def test_waits_never_shrink(attempts: int) -> None:
    shorter, longer = back_off(attempts), back_off(attempts + 1)
    assert longer is None or (shorter is not None and shorter <= longer)
