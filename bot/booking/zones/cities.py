"""Tables: what zones, cities and regions are called, beyond the names that tzdata has."""

from __future__ import annotations

# Zones, and what people call the time there. A name in two lines is ambiguous: both are candidates, the upper first.
# One a line: it is a table.
# fmt: off
NAMED = """\
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
FIRST = {  # where the tables' order is not that of the people who say so
    "ist": ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
    "korea": ["Asia/Seoul"],
    "gmt": ["Europe/London", "Etc/UTC"],
    "georgia": ["America/New_York", "Asia/Tbilisi"],
}
