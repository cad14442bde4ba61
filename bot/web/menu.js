// The menu of the panel.
import {box, button, fill, h, icon, set} from './dom.js';
import {link, tel} from './text.js';

/** @type {UI.MakeMenu} */
export const makeMenu = (words, act) => {
  const toggle = (open = false) => {
    list.hidden = !open;
    set(opener, {'aria-expanded': open});
  };
  const named = {class: 'round', 'aria-label': words.menu, 'aria-controls': 'menu'};
  const opener = button(icon('more'), () => toggle(list.hidden), named);
  const topics = button(words.topics, () => (toggle(), act.topics()), {});
  const privacy = button(words.privacy, () => (toggle(), act.privacy()), {});
  const list = h('div', {id: 'menu', class: 'menu'}, topics, privacy);
  const node = box('opener', opener, list);
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
