// The one seam to the server.
import {fit} from './client_shapes.js';

/** `status`: 0 when nothing came back that makes sense; `retryAfter` in seconds. */
export class Problem extends Error {
  constructor(code = '', message = '', status = 0, retryAfter = 0) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** @param {unknown} error */
export const statusOf = (error) => (error instanceof Problem ? error.status : 0);

/** @type {import('./client_types.js').MakeClient} */
export const client = (base, scope, timeout) => {
  /** @type {Set<AbortController>} */
  const open = new Set();
  return {
    async ask(method, path, {token, body, shape = {}} = {}) {
      const cut = new AbortController();
      const timer = scope.setTimeout(() => cut.abort(), timeout);
      open.add(cut);
      try {
        const response = await scope.fetch(base + path, {
          method,
          headers: {
            ...(token && {Authorization: `Bearer ${token}`}),
            ...(body && {'Content-Type': 'application/json'}),
          },
          body: body && JSON.stringify(body),
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
          cache: 'no-store',
          redirect: 'error', // nobody else is handed the token
          signal: cut.signal,
        });
        return read(response, await response.text(), shape);
      } catch (error) {
        throw error instanceof Problem ? error : new Problem('network', String(error));
      } finally {
        scope.clearTimeout(timer);
        open.delete(cut);
      }
    },
    stop: () => open.forEach((cut) => cut.abort()),
  };
};

/** @param {Response} response @param {string} said @param {unknown} shape */
function read({ok, status, headers}, said, shape) {
  let json;
  try {
    json = JSON.parse(said);
  } catch {} // plain text, or a proxy's page
  if (!ok) {
    const {code, message} = Object(Object(json).error);
    throw new Problem(String(code), message, status, Math.min(Number(headers.get('Retry-After')) || 0, 3600));
  }
  const found = shape === '' ? said : fit(shape, json);
  if (found === undefined) throw new Problem('garbled', said.slice(0, 80));
  return found;
}
