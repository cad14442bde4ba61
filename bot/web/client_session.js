// The tokens of one conversation: shared by all tabs, renewed when there is something to ask.
import {Problem, statusOf} from './client.js';
import {SESSION, fit} from './client_shapes.js';

/** @type {import('./client_types.js').MakeSessions} */
export const sessions = (client, memory) => {
  /** @type {ReturnType<typeof obtain> | undefined} */
  let renewing;

  const current = () => {
    const kept = fit(SESSION, memory.get('session'));
    return /^[!-~]+$/.test(kept?.token + kept?.renewal) ? kept : undefined; // else no request could be made with it
  };
  const over = () => memory.get('session')?.over === true;
  const gone = (conversation = '') => {
    if (current()?.conversation === conversation) memory.set('session', {over: true});
    return new Problem('gone', 'the conversation is over', 410);
  };

  const obtain = async (path = '', asked = {}) => {
    const before = current()?.conversation;
    const session = await client.ask('POST', path, {...asked, shape: SESSION});
    if (before !== current()?.conversation) throw gone(); // deleted meanwhile
    const life = session.expires_in;
    session.renew_at = Date.now() + 1000 * Math.max(life - tokens.renewBefore, life / 2);
    memory.set('session', session);
    return session;
  };

  /** The session with a good token; `refused` was none. */
  const valid = async (refused = '') => {
    const session = current();
    if (!session) throw gone();
    const {conversation, token, renewal, renew_at} = session;
    if (token !== refused && Date.now() < renew_at) return session;
    try {
      return await (renewing ??= obtain('/sessions/renew', {token: renewal, body: {}}));
    } catch (error) {
      if ([401, 410].includes(statusOf(error))) throw gone(conversation);
      if (token === refused) throw error;
      return session; // good for a while yet
    } finally {
      renewing = undefined;
    }
  };

  /** @type {import('./client_types.js').Sessions} */
  const tokens = {
    renewBefore: 300,
    current,
    over,
    begin: (privacy) => obtain('/sessions', {body: {privacy}}),
    async ask(method, path, asked) {
      for (let refused = ''; ;) {
        const {conversation, token} = await valid(refused);
        try {
          return await client.ask(method, path, {...asked, token});
        } catch (error) {
          const status = statusOf(error);
          if (status === 410) gone(conversation);
          if (status !== 401 || refused) throw error;
          refused = token;
        }
      }
    },
    leave() {
      if (over()) memory.set('session', {}); // not removed: that tells other tabs that all was deleted
    },
  };
  return tokens;
};
