// What was typed and not yet answered. One key for each: tabs that write at the same time can not undo each other.
import {ENTRY, fit} from './client_shapes.js';

/** @type {import('./client_types.js').MakeOutbox} */
export const outbox = (memory, crypto) => {
  const list = () =>
    memory
      .names('queue/')
      .map((name) => ({...fit(ENTRY, memory.get(name)), id: name.slice(6)}))
      .filter(({id, at}) => /^[\w-]{8,64}$/.test(id) && Date.parse(at))
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return {
    list,
    next: () => list().find(({refused}) => !refused),
    add(text) {
      const id = crypto.getRandomValues(new Uint32Array(4)).join('-');
      const last = Date.parse(list().at(-1)?.at) || 0;
      memory.set(`queue/${id}`, {text, at: new Date(Math.max(Date.now(), last + 1)).toISOString()});
      return id;
    },
    remove: (id) => memory.remove(`queue/${id}`),
    refuse({id, ...kept}) {
      if (memory.get(`queue/${id}`)) memory.set(`queue/${id}`, {...kept, refused: true});
    },
  };
};
