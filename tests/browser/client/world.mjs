// A browser with tabs, and time that passes when a test says so: what the widget's client lives in.
import {webcrypto} from 'node:crypto';
import {mock} from 'node:test';
import {Conversation} from '../../../bot/web/conversation.js';

export {Server} from './world_server.mjs';

const turnOfLoop = setImmediate; // real, whatever is mocked
const STEP = 10;

/** Let this many milliseconds pass, and all that follows from it happen. */
export async function pass(milliseconds = 0) {
  for (let gone = 0; gone <= milliseconds; gone += STEP) {
    mock.timers.tick(gone ? STEP : 0);
    await new Promise((done) => turnOfLoop(done));
    await new Promise((done) => turnOfLoop(done));
  }
}

/** Let time pass all at once: what happens meanwhile happens after it. */
export const skip = (milliseconds) => mock.timers.tick(milliseconds);

export const begin = () =>
  mock.timers.enable({apis: ['setTimeout', 'setInterval', 'Date'], now: Date.parse('2026-11-23T12:00:00Z')});
export const end = () => mock.timers.reset();

/** A browser: its storage and locks are shared by its tabs. */
export class Browser {
  kept = new Map();
  tabs = new Set();
  blocked = false;
  room = Infinity;
  #holding = Promise.resolve();

  /** @param {{locks?: boolean}} options without locks, as on plain http, the tabs use a lease */
  constructor(server, {locks = true} = {}) {
    this.server = server;
    this.locks = locks ? {request: (name, work) => this.#hold(work)} : undefined;
  }

  /** Open a tab: a Conversation, and the scope it lives in. */
  tab({hidden = false} = {}) {
    const scope = new EventTarget();
    const document = Object.assign(new EventTarget(), {hidden});
    Object.assign(scope, {
      document,
      crypto: webcrypto,
      navigator: {onLine: true, locks: this.locks},
      fetch: (url, init) => this.server.fetch(url, init),
      setTimeout: (work, milliseconds) => setTimeout(work, milliseconds),
      clearTimeout: (timer) => clearTimeout(timer),
      localStorage: this.#storage(scope),
    });
    const chat = new Conversation('https://chat.test/chat', undefined, {scope});
    const tab = {chat, scope, events: [], show: (seen) => this.#show(document, seen), close: () => this.#close(tab)};
    for (const name of ['turn', 'pending', 'state', 'unread', 'gone']) {
      chat.addEventListener(name, (event) => tab.events.push({name, detail: event.detail, fresh: event.fresh}));
    }
    this.tabs.add(tab);
    return tab;
  }

  /** Storage events do not reach this tab, or not yet. */
  deafen(tab) {
    this.tabs.delete(tab);
  }

  /** Open a tab whose visitor has agreed, and let its history load. */
  async visitor() {
    const tab = this.tab();
    if (!tab.chat.agreed) {
      void tab.chat.config();
      await pass(100);
      tab.chat.agree();
    }
    const opened = tab.chat.open();
    await pass(100);
    await opened;
    return tab;
  }

  #show(document, seen) {
    document.hidden = !seen;
    document.dispatchEvent(new Event('visibilitychange'));
  }

  #close(tab) {
    tab.chat.close();
    this.tabs.delete(tab);
  }

  #hold(work) {
    const done = this.#holding.then(work);
    this.#holding = done.catch(() => {});
    return done;
  }

  #storage(scope) {
    const guard = () => {
      if (this.blocked) throw new DOMException('blocked', 'SecurityError');
    };
    const tell = (key) => {
      for (const {scope: other} of this.tabs) {
        if (other !== scope) turnOfLoop(() => other.dispatchEvent(Object.assign(new Event('storage'), {key})));
      }
    };
    const kept = this.kept;
    return {
      getItem: (key) => (guard(), kept.get(key) ?? null),
      setItem: (key, value) => {
        guard();
        const size = [...kept].reduce((sum, [name, held]) => sum + (name === key ? 0 : held.length), value.length);
        if (size > this.room) throw new DOMException('full', 'QuotaExceededError');
        kept.set(key, value);
        tell(key);
      },
      removeItem: (key) => {
        guard();
        if (kept.delete(key)) tell(key);
      },
      key: (at) => (guard(), [...kept.keys()][at] ?? null),
      get length() {
        guard();
        return kept.size;
      },
    };
  }
}
