// Small forms with visible labels.
import {box, h, set} from './dom.js';

let made = 0;

/** @type {UI.TextField} */
export const textField = (label, attributes, wrong) => {
  const id = `field-${(made += 1)}`;
  const problem = h('p', {id: `${id}-wrong`, class: 'wrong'});
  const field = h('input', {id, dir: 'auto', 'aria-describedby': problem.id, ...attributes});
  return {field, problem, box: box('labelled', h('label', {for: id}, label), field, problem), wrong};
};

/** @type {UI.MakeForm} */
export const form = ({field, problem, box, wrong}, label, {words, say}) => {
  const node = h('form', {class: 'card'}, box, h('button', {class: 'main'}, label));
  node.noValidate = true; // not always read out
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = field.value.trim();
    problem.textContent = text ? (wrong?.(text) ?? '') : words.needed;
    const bad = problem.textContent !== '';
    set(field, {'aria-invalid': bad || null});
    if (bad) field.focus();
    else say(text);
  });
  return node;
};

/** @param {UI.Desk} desk */
export const contactForm = (desk) => {
  const {words} = desk;
  const ways = [
    textField(words.emailLabel, {type: 'email', inputmode: 'email', autocomplete: 'email'}, (text) =>
      /^\S+@\S+\.\S+$/.test(text) ? '' : words.emailWrong),
    textField(words.phoneLabel, {type: 'tel', inputmode: 'tel', autocomplete: 'tel'}, (text) =>
      /(\d\D*){6}/.test(text) ? '' : words.phoneWrong),
  ];
  const forms = ways.map((way, at) => set(form(way, words.go, desk), {hidden: at > 0}));
  const radios = [words.email, words.phone].map((name, at) => {
    const radio = h('input', {type: 'radio', name: 'way', checked: !at});
    radio.addEventListener('change', () => forms.forEach((one, which) => (one.hidden = which !== at)));
    return h('label', {class: 'way'}, radio, name);
  });
  return box('card', h('fieldset', {class: 'row'}, h('legend', {}, words.how), ...radios), ...forms);
};
