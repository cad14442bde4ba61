// The menu of the panel.
import {button, fill, h, icon, set} from './dom.js';
import {link, tel} from './text.js';

/** @type {UI.MakeMenu} */
export const makeMenu = (words, act) => {
  const toggle = (open = false) => {
    list.hidden = !open;
    set(opener, {'aria-expanded': open});
  };
  const opener = button(icon('more'), () => toggle(list.hidden), {class: 'round', 'aria-label': words.menu, 'aria-controls': 'menu'});
  const topics = button(words.topics, () => (toggle(), act.topics()), {});
  const list = h('div', {id: 'menu', class: 'menu'}, topics, button(words.privacy, () => (toggle(), act.privacy()), {}));
  const node = h('div', {class: 'opener'}, opener, list);
  toggle();
  node.addEventListener('focusout', ({relatedTarget}) => {
    if (relatedTarget && !node.contains(/** @type {Node} */ (relatedTarget))) toggle();
  });
  return {
    node,
    focus: () => opener.focus(),
    close() {
      const open = !list.hidden;
      if (list.matches(':focus-within')) opener.focus();
      toggle();
      return open;
    },
    phone: (number) => number && list.append(link(tel(number), fill(words.call, {number}))),
    danger: (on) => (topics.hidden = on),
  };
};
