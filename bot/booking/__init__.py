"""What patients type while they book: days, times, places, names, addresses. Pure."""
