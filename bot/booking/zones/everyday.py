"""Tables: names of places that are words of their own, and words that are nearly such a name."""

from __future__ import annotations

SHORT = frozenset(  # names that are words of their own, too: alone they count, within a sentence they do not
    "us la et ct mt pt wet ist oz york bc sg kl hk central eastern pacific atlantic mountain cali victoria georgia fez sf dc rio swiss ast cork gulf indian "
    "center wake troll easter midway casey davis palmer knox nome utc reunion north south jersey chad mali niger jordan guinea hamilton act west oral stanley christmas virgin charlotte florence universal".split()
)
# One slip away from a place, and words of their own.
ENGLISH = frozenset(
    "master easier faster mountains hungry centre centers justin cameron albert johnson recipe median angela cannon canyon fountain plague inland olivia carrie greene "
    "frances sidney willis roland bolton sultan dominic lawson neville alexandra chilly fellas hangover surname trance francs alberto dustin merlin virgil poking "
    "fiance retina midday berger margot austen recite virgins athena brighten peeing lyndon carton sacrament tamara gambler cantor peaking caster gambit landon "
    "georgina ventral georgie whitehouse sickly calvary kamala settle grenade genera female person persons reason results".split()
)
