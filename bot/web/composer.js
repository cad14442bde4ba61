// Where the patient writes.
import {box, button, fill, h, icon, set} from './dom.js';

/** @type {UI.MakeComposer} */
export const makeComposer = (words, {send, typed, limit}) => {
  const named = {id: 'message', 'aria-label': words.message, 'aria-describedby': 'left'};
  const field = h('textarea', {...named, rows: 1, enterkeyhint: 'send', autocomplete: 'off', dir: 'auto'});
  field.placeholder = words.placeholder;
  const left = h('p', {id: 'left', class: 'left', role: 'status'});
  const submit = () => {
    field.focus();
    if (field.value.trim() && field.value.length <= limit()) send(field.value.trim());
  };
  const go = button(icon('send'), submit, {class: 'round go', 'aria-label': words.send});

  const changed = () => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
    const n = limit() - field.value.length;
    left.textContent = n < 0 ? fill(words.over, {n: -n}) : n <= 100 ? fill(words.left, {n}) : '';
    set(field, {'aria-invalid': n < 0 || null});
    set(go, {'aria-disabled': n < 0 || !field.value.trim()});
  };

  field.addEventListener('input', () => {
    changed();
    typed(field.value);
  });
  field.addEventListener('keydown', (event) => {
    // 229: Safari, at the end of composing
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });

  return {
    node: box('composer', left, box('field', field, go)),
    field,
    get text() {
      return field.value;
    },
    set text(text) {
      field.value = text;
      changed();
    },
  };
};
