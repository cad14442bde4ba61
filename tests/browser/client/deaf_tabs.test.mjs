// Storage events come late, or never: tabs agree all the same.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {POST, browser, server, texts} from './everyday.mjs';
import {pass} from './world.mjs';

test('a tab that has not heard of the turn of another shows that first, too', async () => {
  const [here, there] = [await browser.visitor(), await browser.visitor()];
  here.chat.send('one');
  await pass(500);
  browser.deafen(there);
  here.chat.send('two');
  await pass(500);
  there.chat.send('three');
  await pass(500);
  assert.deepEqual(
    there.events.filter(({name}) => name === 'turn').map(({detail}) => detail.text),
    ['one', 'two', 'three'],
  );
  there.close();
});

test('a tab that waited for its turn shows what was answered meanwhile, even before it hears of it', async () => {
  const [here, there] = [await browser.visitor(), await browser.visitor()];
  here.chat.send('one');
  await pass(500);
  browser.deafen(there);
  const {id} = here.chat.send('two');
  await pass(0);
  there.chat.retry(id);
  await pass(500);
  assert.deepEqual(texts(there.chat.turns), ['one', 'two']);
  there.close();
});

test('a page that comes back from the back-forward cache catches up', async () => {
  const here = await browser.visitor();
  const there = await browser.visitor();
  browser.deafen(there);
  here.chat.send('one');
  await pass(500);
  browser.tabs.add(there);
  there.scope.dispatchEvent(Object.assign(new Event('pageshow'), {persisted: true}));
  await pass(100);
  assert.deepEqual(texts(there.chat.turns), ['one']);
});

for (const [what, name] of [
  [POST, 'a reply'],
  ['GET /messages', 'the history'],
  ['POST /sessions/renew', 'new tokens'],
]) {
  test(`${name} that comes after another tab deleted everything is let go`, async () => {
    const [here, there] = [await browser.visitor(), await browser.visitor()];
    here.chat.send('one');
    await pass(500);
    if (what.endsWith('renew')) for (const [token, held] of server.tokens) if (token.startsWith('t-')) held.expires = 0;
    browser.deafen(there);
    server.latency = 300;
    if (what === 'GET /messages') void there.chat.open();
    else there.chat.send('two');
    await pass(what.endsWith('renew') ? 650 : 350);
    assert.equal(server.arrived.at(-1).what, what);
    browser.kept.clear(); // as the other tab does
    const told = there.events.length;
    server.latency = 20;
    await pass(5000);
    assert.deepEqual(
      there.events.slice(told).filter((event) => event.name === 'turn'),
      [],
    );
    assert.equal(browser.kept.size, 0);
    there.scope.dispatchEvent(Object.assign(new Event('storage'), {key: null}));
    await pass(5000);
    assert.deepEqual([there.chat.turns, there.chat.pending], [[], []]);
    assert.equal(browser.kept.size, 0);
    there.close();
  });
}
