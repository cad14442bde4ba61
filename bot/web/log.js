// The conversation as it scrolls.
import {box, button, h, set} from './dom.js';
import {bot, message, own} from './message.js';

/** @type {UI.MakeLog} */
export const makeLog = (desk, next, talk) => {
  const {words} = desk;
  const log = h('div', {class: 'log', role: 'log', 'aria-label': words.log, 'aria-live': 'off'});
  const waiting = box('log');
  const dots = h('div', {class: 'dots', 'aria-hidden': true, hidden: true}, h('i'), h('i'), h('i'));
  const node = box('scroll', log, waiting, dots, next);
  set(node, {tabindex: 0, role: 'region', 'aria-label': words.title});
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
      const states = entries.map((entry) => h('p', {class: `state ${entry.state}`}, ...line(entry)));
      waiting.replaceChildren(...entries.map(({text}, at) => box('turn', own(text, desk), states[at])));
    },
  };
};
