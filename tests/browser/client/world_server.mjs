// The web channel as the widget's client meets it: sessions, turns answered once, and what goes wrong on the way.

const error = (status, code, wait) => ({
  status,
  body: {error: {code, message: code}},
  headers: wait ? {'Retry-After': `${wait}`} : {},
});

/** The web channel: sessions, turns answered once; `trouble` befalls the next requests of a kind ("POST /messages"). */
export class Server {
  latency = 20;
  life = 1800;
  version = '1';
  privacy = '1';
  conversations = new Map();
  tokens = new Map();
  arrived = [];
  trouble = new Map();
  up = true;
  atOnce = 0;
  atMost = 0;
  #number = 0;

  /** 'before' and 'after' cut the line; 'hang' never answers; a number is a status, [number, wait] one with Retry-After. */
  befall(what, ...troubles) {
    this.trouble.set(what, [...(this.trouble.get(what) ?? []), ...troubles]);
  }

  get said() {
    return [...this.conversations.values()].flatMap(({turns}) => turns.map(({text}) => text));
  }

  count(what) {
    return this.arrived.filter((one) => one.what === what).length;
  }

  async fetch(url, init) {
    new Headers(init.headers); // raises for what can be no header, as browsers do
    const {pathname, searchParams} = new URL(url);
    const path = pathname.replace('/chat', '');
    const what = `${init.method} ${path.startsWith('/messages/') ? '/messages/feedback' : path}`;
    const [trouble] = this.trouble.get(what)?.splice(0, 1) ?? [];
    this.arrived.push({what, url, init, at: Date.now()});
    const posts = what === 'POST /messages';
    if (posts) this.atMost = Math.max(this.atMost, ++this.atOnce);
    try {
      await this.#wait(this.latency, init.signal);
      if (!this.up || trouble === 'before') throw new TypeError('Failed to fetch');
      if (trouble === 'hang') await this.#wait(1e8, init.signal);
      if (trouble > 0) return this.#respond(error(trouble, 'made'));
      if (Array.isArray(trouble)) return this.#respond(error(trouble[0], 'made', trouble[1]));
      const done = this.#perform(what, path, searchParams, init);
      await this.#wait(this.latency, init.signal);
      if (!this.up || trouble === 'after') throw new TypeError('Failed to fetch');
      if (trouble === 'late') await this.#wait(1e8, init.signal);
      if (typeof trouble === 'function') done.body = trouble(done.body);
      return this.#respond(done);
    } finally {
      if (posts) this.atOnce -= 1;
    }
  }

  #wait(milliseconds, signal) {
    return new Promise((done, cut) => {
      const timer = setTimeout(done, milliseconds);
      const abort = () => (clearTimeout(timer), cut(new DOMException('aborted', 'AbortError')));
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort);
    });
  }

  #respond({status, body, headers = {}}) {
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), {status, headers});
  }

  grant(conversation = `c-${++this.#number}`) {
    if (!this.conversations.has(conversation)) this.conversations.set(conversation, {turns: [], over: false});
    const [token, renewal] = [`t-${++this.#number}`, `r-${this.#number}`];
    this.tokens.set(token, {conversation, expires: Date.now() + this.life * 1000});
    this.tokens.set(renewal, {conversation, expires: Date.now() + 172_800_000});
    return {conversation, token, renewal, expires_in: this.life, renewal_expires_in: 172_800};
  }

  #perform(what, path, query, {headers, body}) {
    const sent = JSON.parse(body ?? '{}');
    if (what === 'GET /config') return {status: 200, body: this.config()};
    if (what === 'POST /sessions')
      return sent.privacy === this.privacy ? {status: 201, body: this.grant()} : error(400, 'bad_request');
    const token = headers.Authorization?.replace('Bearer ', '') ?? '';
    const held = this.tokens.get(token);
    if (!held || token.startsWith('r-') !== (what === 'POST /sessions/renew')) return error(401, 'unauthorised');
    if (held.expires <= Date.now()) return error(401, 'expired');
    const talk = this.conversations.get(held.conversation);
    if (talk.over) return error(410, 'gone');
    switch (what) {
      case 'POST /sessions/renew':
        return {status: 200, body: this.grant(held.conversation)};
      case 'GET /messages': {
        const turns = talk.turns.filter(({seq}) => seq > Number(query.get('after') ?? 0));
        return {status: 200, body: {turns, last: talk.turns.length}};
      }
      case 'POST /messages':
        return this.#say(talk, sent);
      case 'PUT /messages/feedback':
        return {status: 200, body: sent};
      case 'GET /transcript':
        return {status: 200, body: talk.turns.map(({text}) => `You: ${text}`).join('\n')};
      case 'GET /export':
        return {status: 200, body: {messages: talk.turns}};
      case 'DELETE /conversation':
        talk.over = true;
        return {
          status: 200,
          body: {receipt: 'F-1', at: '2026-11-23T12:00:00Z', deleted: {messages: talk.turns.length}, note: ''},
        };
    }
    return error(404, 'not_found');
  }

  #say(talk, {id, text}) {
    if (text.length > 20_000) return error(413, 'too_large');
    const known = talk.turns.find((turn) => turn.id === id);
    if (known) return known.text === text ? {status: 200, body: known} : error(409, 'conflict');
    const replies = [
      {text: `You said: ${text}`, suggestions: [], custom: {kind: 'smalltalk', answers: [], suggestions: []}},
    ];
    const turn = {id, seq: talk.turns.length + 1, at: new Date().toISOString(), text, replies};
    talk.turns.push(turn);
    return {status: 200, body: turn};
  }

  config() {
    return {
      clinic: {name: 'Clinic', phone: '+1 555 0100', crisis_line: {name: 'Line', contact: '988'}},
      intro: 'I am a bot.',
      privacy: {version: this.version, text: 'What we keep.'},
      topics: [{title: 'Cost', payload: 'Cost'}],
      limits: {text: 1000, renew_before: 300},
    };
  }
}
