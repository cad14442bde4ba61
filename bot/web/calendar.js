// Days and times in words.
import {box, button, h, set} from './dom.js';

/** @type {UI.Told} */
export const told = (iso, locale, options) => {
  try {
    return new Intl.DateTimeFormat(locale, options).format(new Date(iso));
  } catch {
    return iso; // no time, or no zone
  }
};

/** @type {Intl.DateTimeFormatOptions} */
export const DAY = {weekday: 'long', day: 'numeric', month: 'long'};
/** @type {Intl.DateTimeFormatOptions} */
const TIME = {hour: 'numeric', minute: '2-digit'};

/** The time of a message; with its day, unless that is today. */
export const moment = (iso = '', locale = '') => {
  const today = new Date(iso).toDateString() === new Date().toDateString();
  return told(iso, locale, today ? TIME : {...TIME, day: 'numeric', month: 'short'});
};

/** "Europe/Madrid" as people say it. */
export const city = (zone = '') => zone.replace(/^.*\//, '').replace(/_/g, ' ');

export const ownZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** @type {UI.Leaf} */
export const leaf = ({slot = '', zone: timeZone = ownZone()}, locale) => {
  /** @param {Intl.DateTimeFormatOptions} options */
  const part = (options) => told(slot, locale, {...options, timeZone});
  const page = box('page', h('span', {}, part({month: 'short'})), h('b', {}, part({day: 'numeric'})));
  const words = h('p', {}, h('b', {}, part(DAY)), h('br'), `${part(TIME)} (${city(timeZone)})`);
  return slot && box('leaf', set(page, {'aria-hidden': true}), words);
};

/** @type {UI.Ticket} */
export const ticket = (label, text, {words, tell}) => {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      tell((made.textContent = words.copied));
    } catch {} // not allowed here
  };
  const made = button(words.copy, copy);
  return box('row', h('p', {class: 'ticket'}, h('span', {}, label), h('b', {}, text)), made);
};
