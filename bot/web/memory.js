// Nothing is stored before consent; a storage that is blocked or full is done without.

/** @type {import('./client_types.js').MakeMemory} */
export const memory = (host, storage) => {
  const prefix = `hairline:${host}/`;
  /** @type {Map<string, string>} what may not, or can not, be stored */
  const here = new Map();
  /** @type {(work: () => any) => any} */
  const attempt = (work) => {
    try {
      return work();
    } catch {} // blocked, full, or no JSON: anybody may write there
  };
  /** @type {import('./client_types.js').Memory} */
  const memory = {
    prefix,
    get: (name) => attempt(() => JSON.parse(here.get(name) ?? storage().getItem(prefix + name) ?? 'null')),
    set(name, value) {
      here.set(name, JSON.stringify(value));
      memory.settle();
    },
    settle() {
      if (!memory.get('consent')) return;
      here.forEach((json, name) => attempt(() => (storage().setItem(prefix + name, json), here.delete(name))));
    },
    remove(name) {
      here.delete(name);
      attempt(() => storage().removeItem(prefix + name));
    },
    names(start = '') {
      const names = new Set(here.keys());
      attempt(() => {
        for (let at = 0; at < storage().length; at++) {
          const key = storage().key(at) ?? '';
          if (key.startsWith(prefix)) names.add(key.slice(prefix.length));
        }
      });
      return [...names].filter((name) => name.startsWith(start));
    },
  };
  return memory;
};
