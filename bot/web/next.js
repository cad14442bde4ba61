// What can be chosen after the last reply.
import {bookingStep} from './booking.js';
import {box, button, h, set} from './dom.js';
import {inDanger} from './emergency.js';
import {link, prose, tel} from './text.js';

/** @type {UI.MakeNext} */
export const makeNext = (desk) => {
  const {words, say} = desk;
  const node = h('div', {class: 'next', role: 'group', 'aria-label': words.choices, tabindex: -1});
  let shown = '';

  /** @param {UI.Choice[]} choices */
  const quick = (choices) => {
    const once = new Map(choices.map(({title, payload}) => [title, payload]));
    return box('row', ...[...once].map(([title, payload]) => set(button(title, () => say(payload)), {dir: 'auto'})));
  };

  return {
    node,
    draw(key, parts) {
      if (key === shown) return;
      shown = key;
      const focused = node.matches(':focus-within');
      node.replaceChildren(...h('p', {}, ...parts()).childNodes);
      if (focused) node.focus({preventScroll: true});
    },
    topics: (topics) => [h('p', {class: 'soft'}, words.topicsAsk), quick(topics)],
    after(turn) {
      if (inDanger(turn)) return [];
      const {replies} = turn;
      const custom = replies.find((reply) => reply.custom)?.custom;
      const told = replies.flatMap(({suggestions}) => suggestions);
      const choices = told.length ? told : (custom?.suggestions ?? []);
      if (!custom?.booking) return [quick(choices)];
      const {card, rest} = bookingStep(custom.booking, choices, replies.map(({text}) => text).join('\n'), desk);
      return [card, quick(rest)];
    },
  };
};

/** @type {UI.Consent} */
export const consent = (words, {privacy, clinic}, agree, later) => {
  const {emergency_number: number} = clinic;
  return h(
    'section',
    {class: 'card consent', 'aria-labelledby': 'consent'},
    h('h3', {id: 'consent', tabindex: -1}, words.before),
    ...prose(privacy.text, clinic),
    number && h('p', {class: 'soft'}, `${words.urgentNote} `, link(tel(number), number)),
    box('row', button(words.agree, agree, {class: 'main'}), button(words.later, later)),
    h('p', {class: 'soft'}, words.kept),
  );
};
