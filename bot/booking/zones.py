"""Where a patient is: a city, a country, "EST" or "GMT+3", read into time zones. English; reads tzdata once."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from zoneinfo import available_timezones

from bot.booking.when import one_slip
from index.text import clean, fold

LONGEST = 200  # characters that are read
MOST = 6  # candidates
SLIP_FROM = 6  # letters of a name from which one slip is forgiven

# Where most people of a country with several zones live, most first; other countries keep tzdata's order.
_CROWDED = {
    "US": "America/New_York America/Chicago America/Los_Angeles America/Denver America/Phoenix Pacific/Honolulu",
    "CA": "America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax America/St_Johns",
    "AU": "Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth Australia/Adelaide Australia/Darwin",
    "BR": "America/Sao_Paulo America/Fortaleza America/Bahia America/Recife America/Manaus America/Cuiaba",
    "MX": "America/Mexico_City America/Monterrey America/Tijuana America/Hermosillo America/Cancun America/Mazatlan",
    "RU": "Europe/Moscow Asia/Yekaterinburg Asia/Novosibirsk Europe/Samara Asia/Krasnoyarsk Asia/Vladivostok",
    "ID": "Asia/Jakarta Asia/Makassar Asia/Jayapura",
    "ES": "Europe/Madrid Atlantic/Canary",
    "PT": "Europe/Lisbon Atlantic/Madeira Atlantic/Azores",
    "DE": "Europe/Berlin",
    "CN": "Asia/Shanghai",
    "UA": "Europe/Kyiv",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "AR": "America/Argentina/Buenos_Aires",
    "CY": "Asia/Nicosia",
    "UZ": "Asia/Tashkent",
    "KZ": "Asia/Almaty Asia/Aqtau",
    "CL": "America/Santiago America/Punta_Arenas Pacific/Easter",
    "EC": "America/Guayaquil Pacific/Galapagos",
    "CD": "Africa/Kinshasa Africa/Lubumbashi",
    "GL": "America/Nuuk America/Scoresbysund",
    "MN": "Asia/Ulaanbaatar Asia/Hovd",
    "PS": "Asia/Gaza",
}
_COUNTRIES = {
    code: names.split("|")
    for code, names in {
        "GB": "uk|u k|united kingdom|great britain|britain|england|scotland|wales|northern ireland|british",
        "US": "us|usa|u s|u s a|united states|united states of america|america|the states|american",
        "AE": "uae|u a e|emirates|united arab emirates",
        "SA": "ksa|saudi|saudi arabia",
        "TR": "turkey|turkiye|turkish",
        "KR": "korea|south korea|republic of korea",
        "KP": "north korea",
        "RU": "russia|russian federation",
        "CZ": "czechia|czech republic",
        "NL": "holland|netherlands|the netherlands",
        "CN": "china|prc|mainland china",
        "HK": "hong kong|hk",
        "TW": "taiwan",
        "MO": "macau|macao",
        "VN": "vietnam|viet nam",
        "LA": "laos",
        "MM": "burma|myanmar",
        "IR": "iran|persia",
        "SY": "syria",
        "PS": "palestine",
        "CI": "ivory coast|cote d ivoire",
        "CD": "congo|drc|dr congo",
        "BA": "bosnia|bosnia and herzegovina",
        "MK": "macedonia|north macedonia",
        "IE": "ireland|eire|republic of ireland",
        "NZ": "new zealand|nz|aotearoa",
        "ZA": "south africa|rsa",
        "DE": "germany|deutschland",
        "ES": "spain|espana",
        "IT": "italy|italia",
        "BR": "brazil|brasil",
        "MX": "mexico",
        "IN": "india|bharat",
        "LK": "sri lanka",
        "TZ": "tanzania",
        "TT": "trinidad|trinidad and tobago|tobago",
        "DO": "dominican republic",
        "SV": "el salvador",
        "VA": "vatican|vatican city",
        "CV": "cape verde",
        "WS": "samoa",
        "LC": "st lucia|saint lucia",
        "KN": "st kitts|saint kitts and nevis",
        "AG": "antigua",
        "SZ": "eswatini|swaziland",
        "TL": "east timor",
        "FO": "faroe islands|faroes",
        "IM": "isle of man",
        "CH": "switzerland|swiss",
        "GR": "greece|hellas",
        "JP": "japan|nippon",
        "AU": "australia|oz",
        "CA": "canada",
        "PH": "philippines|the philippines",
    }.items()
}
# Zones, and what people call the time there. A name in two lines is ambiguous: both are candidates, the upper first.
# One a line: it is a table.
# fmt: off
_NAMED = """\
America/New_York: eastern|est|edt|et|east coast|eastern us|us east|ny|nyc|new york city|new york state|brooklyn|queens|manhattan|long island|boston|massachusetts|washington|washington dc|dc|d c|philadelphia|philly|pennsylvania|pittsburgh|atlanta|georgia usa|georgia us|miami|florida|orlando|tampa|jacksonville|fort lauderdale|baltimore|maryland|charlotte|north carolina|south carolina|raleigh|cleveland|columbus|cincinnati|ohio|buffalo|new jersey|jersey city|newark|nj|connecticut|virginia|richmond|maine|vermont|new hampshire|rhode island|delaware
America/Detroit: michigan|detroit
America/Indiana/Indianapolis: indiana|indianapolis
America/Kentucky/Louisville: louisville
America/Chicago: central|cst|cdt|ct|us central|chicago|illinois|houston|texas|dallas|austin|san antonio|fort worth|minneapolis|minnesota|st louis|saint louis|missouri|kansas city|kansas|new orleans|louisiana|nashville|memphis|tennessee|milwaukee|wisconsin|oklahoma|oklahoma city|alabama|birmingham alabama|mississippi|iowa|omaha|nebraska|arkansas
America/Denver: mountain|mst|mdt|mt|us mountain|denver|colorado|salt lake city|utah|albuquerque|new mexico|el paso|wyoming|montana
America/Phoenix: arizona|phoenix|tucson|scottsdale
America/Los_Angeles: pacific|pst|pdt|pt|west coast|us west|la|l a|california|san francisco|sf|bay area|san diego|san jose|sacramento|oakland|silicon valley|seattle|washington state|portland|oregon|las vegas|vegas|nevada
America/Anchorage: alaska|akst|akdt
Pacific/Honolulu: hawaii|hst|honolulu
America/Toronto: ontario|ottawa|montreal|quebec|quebec city|mississauga|hamilton ontario|hamilton
America/Winnipeg: manitoba|winnipeg
America/Regina: saskatchewan|saskatoon|regina
America/Edmonton: calgary|alberta
America/Vancouver: british columbia|bc|victoria bc|victoria
America/Halifax: nova scotia|atlantic|ast|adt|new brunswick
America/St_Johns: newfoundland|nst|st johns
America/Sao_Paulo: rio|rio de janeiro|brasilia|sao paulo|belo horizonte|curitiba|porto alegre|brt
America/Bahia: salvador
America/Argentina/Buenos_Aires: buenos aires
America/Bogota: medellin|cali
America/Mexico_City: guadalajara|puebla|mexico city|cdmx
America/Guayaquil: quito
America/Caracas: maracaibo
Europe/London: gmt|bst|greenwich|london|manchester|birmingham|leeds|liverpool|glasgow|edinburgh|bristol|cardiff|belfast|sheffield|newcastle|nottingham|leicester|cambridge|oxford|brighton|southampton|aberdeen|york|reading uk
Europe/Dublin: cork|galway|limerick|ist
Europe/Lisbon: wet|west european|porto|oporto|algarve
Europe/Paris: lyon|marseille|nice france|toulouse|bordeaux|lille|strasbourg|nantes|france
Europe/Berlin: cet|cest|central european|central europe|munich|munchen|hamburg|frankfurt|cologne|koln|stuttgart|dusseldorf|duesseldorf|dresden|leipzig|hannover|nuremberg|bremen
Europe/Rome: milan|milano|naples|napoli|turin|torino|florence|firenze|venice|bologna|palermo|sicily|roma
Europe/Madrid: barcelona|valencia|seville|sevilla|malaga|bilbao|marbella|alicante|mallorca|majorca|ibiza
Atlantic/Canary: canary islands|canaries|tenerife|gran canaria|las palmas|lanzarote
Europe/Amsterdam: rotterdam|the hague|utrecht|eindhoven
Europe/Brussels: antwerp|ghent|bruges
Europe/Zurich: geneva|basel|bern|lausanne
Europe/Vienna: salzburg|graz|innsbruck
Europe/Warsaw: krakow|cracow|gdansk|wroclaw|poznan|lodz|katowice
Europe/Prague: brno
Europe/Stockholm: gothenburg|goteborg|malmo
Europe/Oslo: bergen|trondheim
Europe/Copenhagen: aarhus
Europe/Athens: eet|eest|eastern european|thessaloniki|crete|athens
Europe/Helsinki: tampere|espoo
Europe/Istanbul: ankara|izmir|antalya|bursa|adana|trt|constantinople|bodrum
Europe/Moscow: msk|st petersburg|saint petersburg|sochi
Europe/Kyiv: kiev|kyiv|odessa|odesa|lviv|kharkiv
Europe/Bucharest: cluj|timisoara
Europe/Belgrade: novi sad
Europe/Zagreb: split croatia|dubrovnik
Asia/Dubai: dubai|abu dhabi|sharjah|ajman|gst|gulf|ras al khaimah|al ain
Asia/Riyadh: jeddah|jiddah|mecca|makkah|medina|madinah|dammam|khobar|arabia|ast
Asia/Qatar: doha
Asia/Kuwait: kuwait city
Asia/Bahrain: manama
Asia/Muscat: salalah
Asia/Jerusalem: tel aviv|haifa|ist
Asia/Beirut: tripoli lebanon
Asia/Baghdad: basra|erbil|mosul
Asia/Tehran: mashhad|isfahan|shiraz|tabriz
Asia/Kolkata: ist|indian|india time|mumbai|bombay|delhi|new delhi|bangalore|bengaluru|hyderabad|chennai|madras|kolkata|calcutta|pune|ahmedabad|jaipur|lucknow|kochi|cochin|kerala|goa|punjab|gujarat|gurgaon|noida|chandigarh|surat|indore|nagpur
Asia/Karachi: pkt|lahore|islamabad|rawalpindi|faisalabad|peshawar|multan
Asia/Dhaka: chittagong|sylhet
Asia/Kathmandu: pokhara
Asia/Shanghai: china time|beijing|peking|shenzhen|guangzhou|canton|chengdu|tianjin|wuhan|hangzhou|nanjing|chongqing|xian|suzhou|cst
Asia/Hong_Kong: hkt|kowloon
Asia/Tokyo: jst|osaka|kyoto|yokohama|nagoya|sapporo|fukuoka|kobe
Asia/Seoul: kst|busan|incheon|daegu
Asia/Singapore: sgt|sg
Asia/Kuala_Lumpur: kl|penang|johor bahru|johor
Asia/Bangkok: ict|phuket|chiang mai|pattaya
Asia/Ho_Chi_Minh: saigon|hanoi|da nang|ho chi minh city|hcmc
Asia/Jakarta: wib|surabaya|bandung|medan
Asia/Makassar: bali|denpasar
Asia/Manila: cebu|davao|quezon city|pht
Australia/Sydney: aest|aedt|new south wales|nsw|canberra|newcastle australia|australian eastern
Australia/Melbourne: victoria|geelong
Australia/Brisbane: queensland|gold coast|cairns
Australia/Perth: awst|western australia
Australia/Adelaide: acst|acdt|south australia
Australia/Hobart: tasmania
Pacific/Auckland: nzst|nzdt|wellington|christchurch|hamilton
Africa/Johannesburg: sast|cape town|durban|pretoria|joburg|jozi
Africa/Lagos: abuja|kano|ibadan|port harcourt
Africa/Nairobi: east africa|mombasa
Africa/Cairo: alexandria|giza
Africa/Casablanca: marrakech|marrakesh|rabat|fez|tangier
Africa/Accra: kumasi
Africa/Addis_Ababa: addis
Africa/Dar_es_Salaam: zanzibar|dodoma
Asia/Tbilisi: georgia|batumi
America/New_York: georgia
America/Havana: cuba|cst
Etc/UTC: utc|zulu|universal|coordinated universal"""
# fmt: on
_NOISE = re.compile(
    r"\b(?:i am|i m|im|i live|i stay|we are|we live|living|live|based|currently|located|in|from|at|near|around|outside|just|it is|its|it s|my|our|the|time ?zone|timezone|tz|time|zone|"
    r"standard|daylight|savings?|summer|winter|local|hours?|city of|please|pls|here|hi|hello|yes|use|is|on|of|think|probably|area|region|city|right now|now|i|that would be|would be|be|and)\b"
)
_OFFSET = re.compile(r"(?:\b(?:gmt|utc|z)\s*|(?<![\w.:-]))([+-])\s*(\d{1,2})(?::?([0-5]\d))?(?![\d:])")
_SHORT = frozenset(  # names that are words of their own, too: alone they count, within a sentence they do not
    "us la et ct mt pt wet ist oz york bc sg kl hk central eastern pacific atlantic mountain cali victoria georgia fez sf dc rio swiss ast cork gulf indian "
    "center wake troll easter midway casey davis palmer knox nome utc reunion north south jersey chad mali niger jordan guinea hamilton act west oral stanley christmas virgin charlotte florence universal".split()
)
_FIRST = {  # where the tables' order is not that of the people who say so
    "ist": ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
    "korea": ["Asia/Seoul"],
    "gmt": ["Europe/London", "Etc/UTC"],
    "georgia": ["America/New_York", "Asia/Tbilisi"],
}


def read_zone(text: str) -> list[str]:
    """Return the IANA zones that a text may mean, best first, at most MOST; none when it names no place."""
    words = _plain(clean(text[:LONGEST]))
    if not words:
        return []
    exact = {name.lower(): name for name in _available()}
    typed = text.strip()[:LONGEST].lower().replace(" ", "_")
    if typed in exact and "/" in typed:
        return [exact[typed]]
    offset = _OFFSET.search(fold(text[:LONGEST]).replace("\u2212", "-").replace("\u2013", "-"))
    if offset and (found := _by_offset(offset)):
        return found
    return _named(words)


def zone_name(iana: str) -> str:
    """Return a zone for people: "New York", "Buenos Aires", "GMT+3"; the etc. zones of tzdata count the other way."""
    if iana in ("Etc/UTC", "UTC", "Etc/GMT", "GMT"):
        return "UTC"
    if fixed := re.fullmatch(r"Etc/GMT([+-])(\d{1,2})", iana):
        return f"GMT{'-' if fixed[1] == '+' else '+'}{fixed[2]}"
    return _DISPLAY.get(iana, iana.rsplit("/", 1)[-1].replace("_", " "))


_DISPLAY = {
    "America/St_Johns": "St John's",
    "Asia/Ho_Chi_Minh": "Ho Chi Minh City",
    "America/Sao_Paulo": "S\u00e3o Paulo",
    "Asia/Kolkata": "India (Kolkata)",
    "America/Argentina/Buenos_Aires": "Buenos Aires",
    "Pacific/Honolulu": "Hawaii (Honolulu)",
    "Atlantic/Canary": "Canary Islands",
    "Africa/Dar_es_Salaam": "Dar es Salaam",
    "Africa/Porto-Novo": "Porto-Novo",
}
# Offsets with minutes have no Etc zone; these places keep them all year.
_ODD = {
    "+0330": "Asia/Tehran",
    "+0430": "Asia/Kabul",
    "+0530": "Asia/Kolkata",
    "+0545": "Asia/Kathmandu",
    "+0630": "Asia/Yangon",
    "+0845": "Australia/Eucla",
    "+0930": "Australia/Darwin",
    "-0930": "Pacific/Marquesas",
    "-0330": "America/St_Johns",
    "+1030": "Australia/Lord_Howe",
    "+1245": "Pacific/Chatham",
}


def _by_offset(found: re.Match[str]) -> list[str]:
    """Return the zone that keeps an offset all year; "-5" alone is a zone only with GMT or UTC, or as "-05:00"."""
    sign, hours, minutes = found[1], int(found[2]), int(found[3] or 0)
    written = found[0].lstrip()[:1].isalpha() or found[3] is not None or found.group().strip() == found.string.strip()
    if not written:
        return []
    if minutes:
        zone = _ODD.get(f"{sign}{hours:02}{minutes:02}")
        return [zone] if zone else []
    if hours == 0:
        return ["Etc/UTC"]
    if hours > (14 if sign == "+" else 12):
        return []
    return [f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"]


@lru_cache(maxsize=1)
def _available() -> frozenset[str]:
    return frozenset(available_timezones())


def _plain(text: str) -> str:
    """Return a text as words: no case, accents or punctuation."""
    return " ".join(re.sub(r"[^a-z0-9+ ]", " ", fold(text)).split())


def _named(words: str) -> list[str]:
    """Return the zones of the longest names in the text, exact ones before those with a slip."""
    names = _names()
    core = " ".join(_NOISE.sub(" ", words).split())
    for phrase in (words, core):
        if phrase in names:
            return list(names[phrase][:MOST])
    tokens = core.split()
    if not 1 <= len(tokens) <= 12:
        return []
    found = _longest(tokens, names) or (_with_a_slip(tokens, names) if len(tokens) <= 3 else [])
    return list(dict.fromkeys(found))[:MOST]


def _longest(tokens: list[str], names: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the zones of the names in a sentence. In "Perth, Scotland" or "London, UK" both have a say."""
    groups: list[tuple[str, ...]] = []
    i = 0
    while i < len(tokens):
        for length in range(min(4, len(tokens) - i), 0, -1):
            phrase = " ".join(tokens[i : i + length])
            if phrase in names and not (len(tokens) > 1 and phrase in _SHORT):
                groups.append(names[phrase])
                i += length - 1
                break
        i += 1
    shared = [zone for zone in groups[0] if all(zone in group for group in groups[1:])] if groups else []
    return shared or [zone for group in groups for zone in group]


def _with_a_slip(tokens: list[str], names: dict[str, tuple[str, ...]]) -> list[str]:
    for length in range(min(3, len(tokens)), 0, -1):
        for i in range(len(tokens) - length + 1):
            phrase = " ".join(tokens[i : i + length])
            if len(phrase) >= SLIP_FROM and phrase not in _ENGLISH:
                near = [name for name in names if len(name) >= SLIP_FROM and one_slip(phrase, name)]
                if near:
                    return [zone for name in near for zone in names[name]]
    return []


# One slip away from a place, and words of their own.
_ENGLISH = frozenset(
    "master easier faster mountains hungry centre centers justin cameron albert johnson recipe median angela cannon canyon fountain plague inland olivia carrie greene "
    "frances sidney willis roland bolton sultan dominic lawson neville alexandra chilly fellas hangover surname trance francs alberto dustin merlin virgil poking "
    "fiance retina midday berger margot austen recite virgins athena brighten peeing lyndon carton sacrament tamara gambler cantor peaking caster gambit landon "
    "georgina ventral georgie whitehouse sickly calvary kamala settle grenade genera female person persons reason results".split()
)


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, ...]]:
    """Return what people call a place, in plain words, with its zones, best first."""
    table: dict[str, list[str]] = {}
    for line in _NAMED.splitlines():
        zone, names = line.split(": ", 1)
        for name in names.split("|"):
            table.setdefault(_plain(name), []).append(zone)
    countries = _rows("zone.tab")
    by_country: dict[str, list[str]] = {}
    for code, _, zone, *_ in countries:
        by_country.setdefault(code, []).append(zone)
        city = _plain(zone.rsplit("/", 1)[-1].replace("_", " "))
        if zone not in table.setdefault(city, []) and not zone.startswith("Antarctica"):
            table[city].append(zone)
    for zone in _available():  # old names and cities that share a zone: Bombay, Kiev
        area, _, city = zone.rpartition("/")
        if area in ("Europe", "Asia", "Africa", "America", "Australia", "Pacific") and "Etc" not in area:
            table.setdefault(_plain(city.replace("_", " ")), [zone])
    for code, name in ((row[0], row[1]) for row in _rows("iso3166.tab")):
        zones = _CROWDED[code].split() if code in _CROWDED else by_country.get(code, [])
        short = re.sub(r"\s*\(.*\)", "", name)
        for known in dict.fromkeys([_plain(name), _plain(short), *_COUNTRIES.get(code, [])]):
            kept = table.setdefault(known, [])
            kept += [zone for zone in zones if zone not in kept]
    table.update(_FIRST)
    return {name: tuple(zones) for name, zones in table.items() if zones and len(name) > 1}


def _rows(table: str) -> list[list[str]]:
    text = (resources.files("tzdata") / "zoneinfo" / table).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
