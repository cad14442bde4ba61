"""Tables: the domains that most people have their mail at, and how these are mistyped."""

from __future__ import annotations

DOMAINS = (
    "gmail.com yahoo.com hotmail.com outlook.com icloud.com googlemail.com protonmail.com live.com msn.com aol.com yahoo.co.uk hotmail.co.uk outlook.co.uk live.co.uk btinternet.com "
    "sky.com virginmedia.com comcast.net verizon.net gmx.de gmx.net web.de t-online.de orange.fr wanadoo.fr free.fr laposte.net libero.it mail.ru yandex.ru rediffmail.com yahoo.co.in yahoo.fr yahoo.de "
    "hotmail.fr hotmail.de hotmail.it proton.me me.com mac.com ymail.com zoho.com"
).split()
RIGHT = frozenset(
    [
        *DOMAINS,
        "mail.com",
        "gmx.com",
        "gmx.at",
        "gmx.ch",
        "email.com",
        "fastmail.com",
        "live.fr",
        "live.nl",
        "live.de",
        "ymail.com",
        "outlook.fr",
        "outlook.de",
        "outlook.es",
    ]
)
SLIPS = {
    "gamil": "gmail.com", "gmal": "gmail.com", "gmai": "gmail.com", "gnail": "gmail.com", "gmial": "gmail.com", "hotmal": "hotmail.com", "hotmai": "hotmail.com", "outlok": "outlook.com",
    "yaho": "yahoo.com", "yhaoo": "yahoo.com", "gmail": "gmail.com", "hotmail": "hotmail.com", "outlook": "outlook.com", "icloud": "icloud.com", "yahoo": "yahoo.com", "iclod": "icloud.com",
}  # fmt: skip
ENDINGS = {"con", "cmo", "ocm", "vom", "cpm", "comm", "xom", "om", "cm", "co", "coom", "clm", "coma", "c", "como"}
