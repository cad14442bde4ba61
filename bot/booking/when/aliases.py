"""A table: how people write the words about time, and the one word that each comes to."""

from __future__ import annotations

# A word, then its other spellings.
ALIASES = {
    alias: word
    for line in """\
monday mon mondya
tuesday tue tues tusday tuesdy
wednesday weds wedn wensday wendsday wensdy wendesday wednsdy wenesday wedensday
thursday thu thur thurs thrs thusday thersday thurday thirsday
friday fri friyay firday
saturday sat satday satrday
sunday sun
january jan
february feb febr febuary febury
april apr
june jun
july jul
august aug
september sep sept setember
october oct
november nov
december dec
march mar
tomorrow tmrw tmr tmw tmrow tmoro tomoz tommorow tommorrow tomorow tomorro tomoro tommorro tomrw tmorrow tomorrows morrow
today tday tdy todays
tonight tonite 2nite tonites
yesterday yday ystd
next nxt nex netx nx
this dis ths thsi
last lst
week wk wek weke
weeks wks
weekend wkend wknd weeknd
weekends wkends
weekday workday
weekdays workdays
month mth mnth
months mths mnths
days dayz
morning morn mornin mrng mornings morningtime
afternoon arvo aft afternoons
evening eve evenin evng evenings
night nite nights
noon midday noontime
before b4 bfor bfore befor
after aftr afta
until till til untill
between betwen btwn btw btween inbetween
and n und
about abt approx approximately roughly circa around arround round like
soonest asap soonst
earliest earlist
available avail availible availble avalible
appointment appt apt appointmnt
possible poss
please pls plz
cannot cant cnt
not nt
days' days
couple cple
hours hrs hr hour
minutes mins min minute
oclock o'clock oclk
you u
are r
see c
for 4u""".splitlines()
    for word, *aliases in [line.split()]
    for alias in aliases
}
