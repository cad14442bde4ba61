// Plain text as paragraphs, lists and links.
import {h} from './dom.js';

/** @type {UI.Numbers} */
export const numbers = ({emergency_number, urgent_phone, phone, crisis_line}) => {
  const crisis = crisis_line?.contact.match(/\+?\d[\d ()-]*\d/)?.[0];
  const all = Object.entries({emergency: emergency_number, urgent: urgent_phone, crisis, phone});
  return all.flatMap(([name, number = '']) => (/^\+?[\d ()-]{2,26}$/.test(number) ? [[name, number]] : []));
};

export const tel = (number = '') => `tel:${number.replace(/[^+\d]/g, '')}`;

/** @type {UI.Pieces} */
export const pieces = (text, clinic) => {
  const {email = ''} = clinic;
  const own = new Map(numbers(clinic).map(([, number]) => [number, tel(number)]));
  if (/^[\w.+-]+@[\w.-]+$/.test(email)) own.set(email, `mailto:${email}`);
  const words = [...own.keys()].map((one) => `(?<![\\w+@$€£%.-])${one.replace(/\W/g, '\\$&')}(?![\\w@%-])`);
  // ASCII only: letters that look alike end an address
  const web = 'https://[^\\s"\'<>\\\\`\\x7f-\\uffff]*[\\w/](?![\\w/\\x7f-\\uffff])';
  const found = RegExp(`(${[web, ...words].join('|')})`);
  return text.split(found).map((text) => ({text, href: own.get(text) ?? safe(text)}));
};

const safe = (text = '') => {
  const url = /^https:/.test(text) && URL.canParse(text) && new URL(text);
  return url && !url.username && !url.password ? url.href : '';
};

/** @type {UI.Link} */
export const link = (href, ...label) => {
  const made = h('a', {}, ...label);
  if (!/^(https:\/\/|tel:\+?\d+$|mailto:)/.test(href)) return made;
  made.href = href;
  made.rel = 'noopener noreferrer';
  if (/^h/.test(href)) made.target = '_blank';
  return made;
};

/** @type {UI.Blocks} */
export const blocks = (text) =>
  text.split(/\n\s*\n/).flatMap((paragraph) => {
    /** @type {ReturnType<UI.Blocks>} */
    const found = [];
    for (const line of paragraph.split(/[\r\n]+/).filter((one) => one.trim())) {
      const list = line.startsWith('- ');
      if (found.at(-1)?.list !== list) found.push({list, lines: []});
      found.at(-1)?.lines.push(list ? line.slice(2) : line);
    }
    return found;
  });

/** @type {UI.Prose} */
export const prose = (text, clinic, headings = []) => {
  const inline = (line = '') => {
    if (headings.includes(line.trim())) return [h('b', {}, line)];
    return clinic ? pieces(line, clinic).map(({text, href}) => (href ? link(href, text) : text)) : [line];
  };
  return blocks(text).map(({list, lines}) =>
    list
      ? h('ul', {dir: 'auto'}, ...lines.map((line) => h('li', {}, ...inline(line))))
      : h('p', {dir: 'auto'}, ...lines.flatMap((line, at) => [at > 0 && h('br'), ...inline(line)])),
  );
};
