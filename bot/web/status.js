// What is going on, in words.
import {button, h} from './dom.js';
import {link, tel} from './text.js';

/** @type {UI.MakeStatus} */
export const makeStatus = (words) => {
  const doing = h('span', {class: 'unseen'});
  const trouble = h('p', {class: 'trouble'});
  let shown = '';
  return {
    node: h('div', {role: 'status'}, doing, trouble),
    say: (text) => (doing.textContent = text),
    trouble(text, phone, retry) {
      if (text + phone === shown) return;
      shown = text + phone;
      trouble.replaceChildren(text);
      if (text && phone) trouble.append(` ${words.orCall} `, link(tel(phone), phone));
      if (retry) trouble.append(' ', button(words.retry, retry, {class: 'link'}));
    },
  };
};

/** @type {UI.Notice} */
export const notice = (state, pending, words) => {
  if (pending.some(({why}) => why === 'too_many')) return words.busy;
  return {idle: '', online: '', offline: words.offline, waiting: words.waiting, gone: words.gone}[state];
};
