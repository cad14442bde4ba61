// Controls for the steps of booking.
import {contactForm, form, textField} from './booking_forms.js';
import {city, DAY, leaf, ownZone, told} from './calendar.js';
import {box, button, fill, h} from './dom.js';

/** @type {UI.Step} */
export const bookingStep = (booking, choices, text, desk) => {
  const {words} = desk;
  const {step, slots} = booking;
  const zones = booking.zones.filter((timeZone) => told('2000', 'en', {timeZone}) !== '2000');
  const but = (drawn = ['']) => choices.filter(({title}) => !drawn.includes(title));
  if (step === 'time' && slots.length) return {card: times(booking, desk), rest: but(slots.map(({title}) => title))};
  if (step === 'zone') return {card: zoneForm(zones, desk), rest: but(zones.map(city))};
  if (step === 'name' || step === 'reference') {
    const asked = textField(words[step], {autocomplete: step === 'name' ? step : 'off'});
    return {card: form(asked, words.go, desk), rest: choices};
  }
  if (step === 'contact' || step === 'proof') return {card: contactForm(desk), rest: choices};
  if (!/^(consent|confirm|move|cancel|choice|resume)$/.test(step)) return {rest: choices};
  return {card: decision(booking, choices, text, desk), rest: []};
};

/** @type {UI.Draw<UI.Booking>} */
const times = ({slots, zone = ownZone()}, {words, locale, say}) => {
  /** @type {Map<string, HTMLElement>} */
  const days = new Map();
  for (const {title, start} of slots) {
    const day = told(start, locale, {...DAY, timeZone: zone});
    const id = `day-${days.size}`;
    const group = days.get(day) ?? h('div', {role: 'group', class: 'slots', 'aria-labelledby': id}, h('h3', {id}, day));
    days.set(day, group);
    group.append(button(title.replace(/^.*, /, ''), () => say(title), {class: 'slot'})); // "3:00 pm"
  }
  return box('card', h('p', {class: 'soft'}, fill(words.times, {city: city(zone)})), ...days.values());
};

/** @type {UI.Draw<string[]>} */
const zoneForm = (offered, desk) => {
  const {words, say} = desk;
  const own = ownZone();
  const list = h('datalist', {id: 'zones'});
  const asked = textField(words.zone, {list: 'zones', autocomplete: 'off'});
  const known = () => {
    const zones = new Set([...offered, own, ...(Intl.supportedValuesOf?.('timeZone') ?? [])]);
    list.append(...[...zones].map((value) => h('option', {value}, city(value))));
  };
  asked.field.addEventListener('focus', known, {once: true});
  asked.box.append(list);
  const place = (text = '', zone = '', look = 'choice') =>
    button(fill(text, {city: city(zone)}), () => say(zone), {class: look});
  const others = offered.filter((zone) => zone !== own).map((zone) => place(words.offeredZone, zone));
  return box('card', place(words.here, own, 'main'), ...others, form(asked, words.useZone, desk));
};

/** @type {UI.Decision} */
const decision = (booking, choices, text, {words, locale, say}) => {
  const main = /^c(ancel|hoice)/.test(booking.step) ? -1 : 0;
  const untold = booking.questions.filter((question) => !text.includes(question));
  const list = h('ul', {dir: 'auto', 'aria-label': words.questions}, ...untold.map((one) => h('li', {}, one)));
  const buttons = choices.map(({title, payload}, at) =>
    button(title, () => say(payload), {class: at === main ? 'main' : 'choice'}),
  );
  return box('card', leaf(booking, locale), untold.length && list, box('row', ...buttons));
};
