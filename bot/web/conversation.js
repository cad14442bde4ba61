// One visitor's conversation as a page sees it: what was said, what is on its way, and how it stands.
import {Problem, client, statusOf} from './client.js';
import {delivery} from './client_delivery.js';
import {sessions} from './client_session.js';
import {CONFIG, RECEIPT} from './client_shapes.js';
import {memory} from './memory.js';
import {outbox} from './outbox.js';

export {Problem};

/** @typedef {import('./client_types.js').Talk} Talk where all is explained */

/** @implements {Talk} */
export class Conversation extends EventTarget {
  /** @type {Promise<import('./client_types.js').Config> | undefined} */
  #config;
  #privacy = '';
  #opened = false;
  #ears = new AbortController();
  #scope;
  #memory;
  #client;
  #sessions;
  #outbox;
  #log;
  #told;

  /**
   * @param {string} base URL of the API
   * @param {import('./client_types.js').StorageLike} [storage]
   * @param {{scope?: import('./client_types.js').Scope, timeout?: number}} [options]
   */
  constructor(base, storage, {scope = window, timeout = 20_000} = {}) {
    super();
    this.#scope = scope;
    this.#client = client(base.replace(/\/$/, ''), scope, timeout);
    this.#memory = memory(new URL(base).host, () => storage ?? scope.localStorage);
    this.#sessions = sessions(this.#client, this.#memory);
    this.#outbox = outbox(this.#memory, scope.crypto);
    this.#log = delivery({
      scope,
      memory: this.#memory,
      outbox: this.#outbox,
      sessions: this.#sessions,
      begin: () => this.#begin(),
      turned: (detail, fresh) => this.dispatchEvent(Object.assign(new CustomEvent('turn', {detail}), {fresh})),
      changed: () => this.#changed(),
    });
    this.#told = this.#facts();
    this.#listen(scope, scope.document);
  }

  /** @returns {Promise<import('./client_types.js').Config>} */
  config() {
    return (this.#config ??= this.#ask());
  }

  get agreed() {
    const version = this.#memory.get('consent');
    return Boolean(version) && version === (this.#privacy || version);
  }

  agree() {
    if (!this.#privacy) throw new Problem('', 'agree() before config()');
    this.#memory.set('consent', this.#privacy);
    this.#wake();
  }

  get turns() {
    return this.#log.turns;
  }

  /** @returns {import('./client_types.js').Pending[]} */
  get pending() {
    const {trouble, sending} = this.#log;
    const why = !this.#scope.navigator.onLine ? 'offline' : trouble?.status === 429 ? 'too_many' : 'server';
    return this.#outbox.list().map(({id, text, at, refused}) => {
      const entry = {id, text, at};
      if (refused || this.#sessions.over()) return {...entry, state: 'failed', why: refused ? 'refused' : 'server'};
      return {...entry, state: id === sending ? 'sending' : 'queued', ...(trouble && {why})};
    });
  }

  get unread() {
    const {conversation, seq} = Object(this.#memory.get('seen'));
    return this.turns.filter((turn) => conversation !== this.#log.conversation || !(turn.seq <= seq)).length;
  }

  seen() {
    if (this.unread) this.#memory.set('seen', {conversation: this.#log.conversation, seq: this.#log.last()});
    this.#changed();
  }

  get state() {
    const {trouble, met} = this.#log;
    if (this.#sessions.over()) return 'gone';
    if (trouble) return this.#scope.navigator.onLine ? 'waiting' : 'offline';
    return met ? 'online' : 'idle';
  }

  get draft() {
    return String(this.#memory.get('draft') ?? '');
  }

  set draft(text) {
    this.#memory.set('draft', text);
  }

  async open() {
    this.#log.stale = true;
    this.#opened = true;
    this.#wake();
    await this.#log.loading?.catch(() => {}); // told by `state`
  }

  /** @param {string} text */
  send(text) {
    const id = this.#outbox.add(text);
    this.#go();
    return this.pending.filter((entry) => entry.id === id)[0];
  }

  /** @param {string} id */
  retry(id) {
    const entry = this.#outbox.list().find((one) => one.id === id);
    if (entry?.refused) {
      this.#outbox.remove(id);
      this.#outbox.add(entry.text); // under another id: the old one may be why
    }
    this.#go();
  }

  /** @param {string} id */
  discard(id) {
    this.#outbox.remove(id);
    this.#wake();
  }

  /** @param {string} turn @param {string} answer @param {boolean | null} helpful */
  feedback(turn, answer, helpful) {
    return this.#sessions.ask('PUT', `/messages/${turn}/feedback`, {body: {answer, helpful}});
  }

  transcript() {
    return this.#sessions.ask('GET', '/transcript', {shape: ''});
  }

  async exported() {
    return JSON.parse(await this.#sessions.ask('GET', '/export', {shape: ''}));
  }

  async remove() {
    /** @type {import('./client_types.js').Receipt | null} */
    let receipt = null;
    try {
      receipt = await this.#sessions.ask('DELETE', '/conversation', {shape: RECEIPT});
    } catch (error) {
      if (statusOf(error) !== 410) throw error;
    }
    this.#forget();
    return receipt;
  }

  close() {
    this.#log.stop();
    this.#client.stop();
    this.#ears.abort();
  }

  async #ask() {
    try {
      const config = await this.#client.ask('GET', '/config', {shape: CONFIG});
      this.#privacy = config.privacy.version;
      this.#sessions.renewBefore = config.limits.renew_before ?? 300;
      this.#changed();
      return config;
    } catch (error) {
      this.#config = undefined;
      throw error;
    }
  }

  async #begin() {
    if (this.#sessions.current()) return true;
    await this.config();
    if (!this.agreed) return false;
    try {
      this.#log.forget((await this.#sessions.begin(this.#privacy)).conversation);
    } catch (error) {
      this.#config = undefined; // there may be a newer privacy text
      throw error;
    }
    this.#log.stale = false;
    return true;
  }

  #go() {
    this.#sessions.leave();
    this.#opened = true;
    this.#wake();
  }

  #wake() {
    if (this.#opened) this.#log.wake();
    this.#changed();
  }

  #forget() {
    this.#client.stop();
    this.#memory.names().forEach(this.#memory.remove);
    this.#log.forget();
    this.#wake();
  }

  #facts() {
    return {pending: JSON.stringify(this.pending), unread: `${this.unread}`, state: this.state + this.agreed};
  }

  /** Tell each thing once. */
  #changed() {
    const before = this.#told;
    this.#told = this.#facts();
    for (const name of /** @type {const} */ (['pending', 'unread', 'state'])) {
      if (this.#told[name] !== before[name]) this.#tell(name, this[name]);
    }
    if (this.state === 'gone' && !/^gone/.test(before.state)) this.#tell('gone', {removed: false});
  }

  /** @param {string} name @param {unknown} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, {detail}));
  }

  /** @param {import('./client_types.js').Scope} scope @param {Document} document */
  #listen(scope, document) {
    const signal = {signal: this.#ears.signal};
    const line = () => {
      this.#log.trouble = scope.navigator.onLine ? undefined : new Problem();
      this.#wake();
    };
    line();
    scope.addEventListener('online', line, signal);
    scope.addEventListener('offline', line, signal);
    scope.addEventListener('pageshow', ({persisted}) => persisted && this.#heard(), signal); // was deaf
    scope.addEventListener('storage', ({key}) => this.#heard(key ?? undefined), signal);
    document.addEventListener('visibilitychange', () => document.hidden || this.#wake(), signal);
  }

  /** Another tab wrote this, or nobody knows what. */
  #heard(key = this.#memory.prefix) {
    const [ours, name] = key.split(this.#memory.prefix);
    if (ours || name === undefined) return;
    const {conversation, standBy, wake} = this.#log;
    if (conversation && !this.#memory.get('session')) {
      this.#forget();
      return this.#tell('gone', {removed: true});
    }
    if (this.#memory.get(name)) standBy();
    else if (!name || name.startsWith('queue/')) this.#log.stale = true; // answered, it seems
    const news = this.#log.stale || this.#sessions.current()?.conversation !== conversation;
    if (this.#opened && news && !this.#scope.document.hidden)
      wake(); // and show what left the queue until it is here
    else this.#changed();
  }
}
