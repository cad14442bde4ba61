// What is kept, and what the patient can do about it.
import {moment, ticket} from './calendar.js';
import {box, button, h} from './dom.js';
import {prose} from './text.js';

/** @type {UI.MakePrivacy} */
export const makePrivacy = (desk, talk, back, removed) => {
  const {words, tell} = desk;
  const title = h('h3', {tabindex: -1}, words.privacy);
  const text = box('rows');
  const rows = box('rows');
  const problem = h('p', {class: 'wrong'});
  const away = button(`‹ ${words.back}`, back, {class: 'link'});
  const node = h('section', {class: 'privacy', hidden: true}, away, title, text, rows, problem);

  /** @type {UI.Action} */
  const action = (label, work, look = '') => {
    const attempt = async () => {
      tell(words.loading);
      problem.textContent = '';
      try {
        tell((await work()) ?? '');
      } catch {
        tell((problem.textContent = words.problem));
      }
    };
    return button(label, attempt, {class: `choice ${look}`});
  };

  const menu = () => {
    if (!talk.turns.length) return rows.replaceChildren(h('p', {class: 'soft'}, words.nothing));
    rows.replaceChildren(
      action(words.transcript, async () => download('conversation.txt', await talk.transcript())),
      action(words.export, async () => download('my-data.json', JSON.stringify(await talk.exported(), null, 2))),
      action(words.remove, ask, 'danger'),
    );
  };

  const ask = () => {
    const question = h('b', {tabindex: -1}, words.removeAsk);
    const keep = button(words.removeNo, () => (menu(), title.focus()));
    rows.replaceChildren(question, action(words.removeYes, remove, 'danger'), keep);
    question.focus();
  };

  const remove = async () => {
    const receipt = await talk.remove();
    removed();
    rows.replaceChildren(slip(receipt, desk));
    title.focus();
    return words.removed;
  };

  return {
    node,
    show({privacy, clinic}) {
      text.replaceChildren(...prose(privacy.text, clinic));
      menu();
      title.focus();
    },
  };
};

/** @type {UI.Slip} */
const slip = (receipt, desk) => {
  const {words, locale} = desk;
  const done = h('b', {}, words.removed);
  if (!receipt) return done; // the clinic held nothing any more
  const counts = Object.entries(receipt.deleted).map(([what, n]) => h('li', {}, `${what}: ${n}`));
  const when = h('p', {class: 'soft'}, moment(receipt.at, locale));
  const number = ticket(words.receipt, receipt.receipt, desk);
  return box('card', done, number, when, h('ul', {}, ...counts), h('p', {}, receipt.note));
};

const download = (name = '', text = '') => {
  const made = h('a');
  made.href = URL.createObjectURL(new Blob([text]));
  made.download = name;
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 10_000);
};
