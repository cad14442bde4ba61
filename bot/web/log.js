// The conversation as it scrolls: it grows at its end, and changes nowhere else.
import {button, h, set} from './dom.js';
import {bot, message, own} from './message.js';

/** @type {UI.MakeLog} */
export const makeLog = (desk, next, talk) => {
  const {words} = desk;
  const log = h('div', {class: 'log', role: 'log', 'aria-label': words.log, 'aria-live': 'off'});
  const waiting = h('div', {class: 'log'});
  const dots = h('div', {class: 'dots', 'aria-hidden': true, hidden: true}, h('i'), h('i'), h('i'));
  const node = h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': words.title}, log, waiting, dots, next);
  /** @type {Map<string, HTMLElement>} */
  const drawn = new Map();
  let shown = '';

  /** @param {UI.Pending} entry */
  const line = ({id, state, why}) => {
    if (state === 'sending') return [words.sending];
    if (state === 'queued') return [why === 'offline' ? words.waitingNetwork : words.queued];
    const again = button(words.retry, () => talk.retry(id), {class: 'link'});
    const away = button(words.discard, () => talk.discard(id), {class: 'link'});
    return [why === 'refused' ? words.refused : words.failed, again, away];
  };

  return {
    node,
    follow(turn = '') {
      const from = drawn.get(turn)?.getBoundingClientRect().top ?? Infinity;
      const end = drawn.size + waiting.childElementCount ? node.scrollHeight : 0;
      node.scrollTop = Math.min(from - log.getBoundingClientRect().top, end);
    },
    live: (on) => set(log, {'aria-live': on ? 'polite' : 'off'}),
    typing(shown) {
      dots.hidden = !shown;
      if (shown) node.scrollTop = node.scrollHeight;
    },
    begin(intro) {
      drawn.clear();
      log.replaceChildren(bot(intro, desk));
    },
    add(turns) {
      for (const turn of turns) {
        if (drawn.has(turn.id)) continue;
        const made = message(turn, desk);
        drawn.set(turn.id, made);
        log.append(made);
      }
    },
    pending(entries) {
      const key = JSON.stringify(entries);
      if (key === shown) return;
      shown = key;
      if (waiting.matches(':focus-within')) next.focus();
      const turns = entries.map((one) => h('div', {class: 'turn'}, own(one.text, desk), h('p', {class: `state ${one.state}`}, ...line(one))));
      waiting.replaceChildren(...turns);
    },
  };
};
