// Where an answer comes from, and whether it helped.
import {told} from './calendar.js';
import {box, button, fill, h, set} from './dom.js';

/** @type {UI.Sources} */
export const sources = (turn, answer, named, desk) => {
  const {words} = desk;
  const {question, evidence_text: evidence = answer.evidence} = answer;
  const title = named && question ? `${words.sources}: ${question}` : words.sources;
  const key = (/** @type {UI.Source} */ one) => [one.title, one.publisher, one.updated_on, one.reviewed_on].join('\n');
  const {sources: all} = answer;
  const keys = [...new Set(all.map(key))];
  const articles = keys.map((same) => article(all.filter((one) => key(one) === same), desk));
  const summary = h('summary', {}, title, evidence && h('span', {}, evidence));
  const card = h('details', {class: 'sources'}, summary, ...articles);
  return box('answer', articles.length && card, helpful(turn, answer, named, desk));
};

/** @type {UI.Draw<UI.Source[]>} */
const article = (sections, {words, locale}) => {
  const [{title, publisher: name, updated_on: updated, reviewed_on: reviewed}] = sections;
  const dated = (text = '', day = '') => fill(text, {date: told(day, locale, {dateStyle: 'long', timeZone: 'UTC'})});
  return box('article', 
    h('b', {dir: 'auto'}, title),
    h('ul', {dir: 'auto'}, ...sections.map(({heading}) => heading && h('li', {}, heading))),
    name && h('p', {}, fill(words.publisher, {name})),
    updated && h('p', {}, dated(words.updated, updated)),
    h('p', {}, reviewed ? dated(words.reviewed, reviewed) : words.unreviewed),
  );
};

/** @type {UI.Sources} */
const helpful = (turn, {id, question}, named, {words, vote, tell}) => {
  /** @type {boolean | null} */
  let chosen = null;
  const mark = () => buttons.forEach((one, at) => set(one, {'aria-pressed': chosen === !at}));
  const choose = async (helps = true) => {
    const before = chosen;
    chosen = chosen === helps ? null : helps;
    mark();
    const noted = await vote(turn, id, chosen);
    if (!noted) chosen = before;
    mark();
    tell(noted ? words.thanks : words.problem);
  };
  const look = {class: 'vote'};
  const buttons = [button(words.yes, () => choose(true), look), button(words.no, () => choose(false), look)];
  mark();
  const label = named && question ? `${words.helpful} ${question}` : words.helpful;
  return h('div', {class: 'helpful', role: 'group', 'aria-label': label}, h('span', {}, words.helpful), ...buttons);
};
