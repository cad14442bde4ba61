// Gets the queue to the server, one after the other, until each is answered or refused; and the turns back.
import {Problem, statusOf} from './client.js';
import {alone} from './client_lock.js';
import {HISTORY, TURN} from './client_shapes.js';

const REFUSED = [400, 403, 409, 413, 415, 422];

/** Milliseconds after so many failures in a row: 1 s, 2 s, 4 s ... 60 s, less up to half. */
export const pause = (tries = 1, random = Math.random()) => Math.min(60_000, 500 * 2 ** tries) * (1 - random / 2);

/** @type {import('./client_types.js').MakeLog} */
export const delivery = ({scope, memory, outbox, sessions, begin, turned, changed}) => {
  let timer = 0;
  let tries = 0;
  let again = false;
  let working = false;
  let stopped = false;
  let loaded = false;
  const current = () => sessions.current()?.conversation;

  /** @type {import('./client_types.js').Log} */
  const log = {
    turns: [],
    conversation: '',
    stale: true,
    sending: '',
    met: false,
    last: () => log.turns.at(-1)?.seq ?? 0,
    forget: (conversation = '') => void Object.assign(log, {turns: [], stale: true, conversation}),
    wake: () => run(0),
    standBy: () => void (timer || later(30_000)),
    stop() {
      stopped = true;
      scope.clearTimeout(timer);
    },
  };

  const well = () => {
    log.trouble = undefined;
    log.met = true;
  };

  /** @type {import('./client_types.js').Parts['turned']} */
  const add = (turn, fresh) => {
    outbox.remove(turn.id);
    if (log.conversation !== current()) return; // deleted meanwhile
    if (log.turns.some(({id}) => id === turn.id)) return;
    log.turns = [...log.turns, turn].sort((a, b) => a.seq - b.seq);
    turned(turn, fresh);
  };

  const catchUp = async () => {
    const conversation = current();
    if (!conversation)
      loaded = true; // what comes will be fresh
    else if (conversation !== log.conversation) log.forget(conversation);
    while (conversation && log.stale) {
      log.stale = false; // first: what happens meanwhile makes it so again
      try {
        const {turns} = await sessions.ask('GET', `/messages?after=${log.last()}`, {shape: HISTORY});
        const queued = outbox.list().map(({id}) => id);
        for (const turn of turns) add(turn, loaded || queued.includes(turn.id));
        loaded = true;
        well();
      } catch (error) {
        log.stale = true;
        throw error;
      }
    }
  };

  const deliver = async (first = '') => {
    log.stale ||= outbox.next()?.id !== first; // another tab had it, while this one waited
    await catchUp();
    while (!stopped && !sessions.over() && outbox.next() && (await begin())) {
      await catchUp(); // takes out what was answered while the line was cut, or in another tab
      const entry = outbox.next();
      if (!entry) return;
      const {id, text} = entry;
      log.sending = id;
      changed();
      let turn;
      try {
        const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
        turn = await sessions.ask('POST', '/messages', {body: {id, text, zone}, shape: TURN});
        if (turn.id !== id) throw new Problem('garbled', id);
      } catch (error) {
        if (!REFUSED.includes(statusOf(error))) throw error;
        outbox.refuse(entry);
      }
      well();
      if (!turn) continue;
      log.stale ||= turn.seq > log.last() + 1; // another tab was answered in between: first that
      await catchUp();
      add(turn, true);
    }
  };

  const work = async () => {
    working = true;
    while (again && !stopped) {
      again = false;
      scope.clearTimeout(timer);
      timer = 0;
      try {
        const {until, status} = Object(memory.get('wait')); // the server has asked for it, here or in another tab
        const rest = (until - Date.now()) / 1000;
        if (rest > 0 && rest <= 3600) throw new Problem('', '', status, rest);
        await (log.loading = catchUp());
        changed();
        const next = outbox.next();
        if (next) await alone(scope, memory, () => deliver(next.id));
        if (scope.navigator.onLine) log.trouble = undefined;
        tries = 0;
      } catch (error) {
        failed(error instanceof Problem ? error : new Problem('', String(error)));
      }
      log.sending = '';
      changed();
    }
    working = false;
  };

  const failed = (problem = new Problem()) => {
    const next = outbox.next();
    const todo = !sessions.over() && (next || (log.stale && current()));
    log.trouble = todo ? problem : undefined;
    const rest = problem.retryAfter * 1000;
    if (rest) memory.set('wait', {until: Date.now() + rest, status: problem.status});
    if (todo && (next || !scope.document.hidden)) later(Math.max(rest, pause(++tries)));
  };

  const later = (milliseconds = 0) => {
    if (!stopped) timer = scope.setTimeout(() => run(tries), milliseconds);
  };

  const run = (failures = 0) => {
    tries = failures;
    again = true;
    if (!working) void work();
  };

  return log;
};
