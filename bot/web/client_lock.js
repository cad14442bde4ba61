// One tab delivers at a time.

const LEASE = 60_000;

/** @type {import('./client_types.js').Alone} */
export const alone = async ({navigator, setTimeout}, memory, work) => {
  let begun;
  try {
    if (navigator.locks) return await navigator.locks.request(memory.prefix, () => (begun = work()));
  } catch (error) {
    if (begun) throw error; // else locks are refused here
  }
  const me = Math.random();
  for (;;) {
    const {by, until} = Object(memory.get('lease'));
    if (by === me) break;
    const left = until - Date.now();
    const free = !(left > 0 && left <= LEASE);
    if (free) memory.set('lease', {by: me, until: Date.now() + LEASE});
    await new Promise((done) => setTimeout(done, free ? 50 : 500)); // time for others to overwrite it
  }
  await work().finally(() => memory.remove('lease'));
};
