// Help to tap, while somebody may be in danger.
import {button, fill, h, icon, set} from './dom.js';
import {link, numbers, tel} from './text.js';

/** @type {UI.InDanger} */
export const inDanger = (last) => Boolean(last?.replies.some(({custom}) => custom?.kind === 'emergency'));

/** @type {UI.MakeEmergency} */
export const makeEmergency = (desk, say) => {
  const {words} = desk;
  const node = h('section', {class: 'emergency', 'aria-label': words.emergency, hidden: true});
  let shown = '';
  return {
    node,
    show(last) {
      const now = last && inDanger(last) ? last.id : '';
      if (now === shown) return;
      shown = now;
      node.hidden = !now;
      /** @type {Record<string, string>} */
      const labels = {emergency: words.call, urgent: words.urgent};
      labels.crisis = fill(words.crisis, {...desk.clinic.crisis_line});
      const calls = numbers(desk.clinic).flatMap(([name, number]) =>
        name in labels
          ? set(link(tel(number), icon('phone'), fill(labels[name], {number})), {class: `call ${name}`})
          : [],
      );
      const ways = (last?.replies ?? []).flatMap(({suggestions}) => suggestions);
      const out = ways.map(({title, payload}) => button(title, () => say(payload)));
      node.replaceChildren(h('h3', {}, words.emergency), ...calls, ...out);
    },
  };
};
