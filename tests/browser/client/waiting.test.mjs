// While the server can not be reached the page says so, waits as it was told, and goes on when something wakes it.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {pause} from '../../../bot/web/client_delivery.js';
import {POST, browser, server, texts} from './everyday.mjs';
import {pass} from './world.mjs';

for (const [trouble, why] of [
  [500, 'server'],
  ['before', 'server'],
  [[503, 5], 'server'],
  [[429, 5], 'too_many'],
]) {
  test(`${trouble}: the message says why it waits`, async () => {
    const {chat, scope} = await browser.visitor();
    server.befall(POST, trouble);
    chat.send('one');
    await pass(300);
    assert.equal(chat.state, 'waiting');
    assert.deepEqual(
      chat.pending.map((entry) => [entry.state, entry.why]),
      [['queued', why]],
    );
    scope.navigator.onLine = false;
    scope.dispatchEvent(new Event('offline'));
    server.up = false;
    await pass(100);
    assert.equal(chat.state, 'offline');
    assert.equal(chat.pending[0].why, 'offline');
  });
}

test('a request is cut after twenty seconds', async () => {
  const {chat} = await browser.visitor();
  server.befall(POST, 'hang');
  chat.send('one');
  await pass(19_900);
  assert.equal(server.count(POST), 1);
  assert.equal(chat.pending[0].state, 'sending');
  await pass(3000);
  assert.deepEqual(texts(chat.turns), ['one']);
});

test('the pauses grow to a minute, and no two browsers keep step', () => {
  assert.deepEqual(
    [1, 2, 3, 7, 20].map((tries) => pause(tries, 0)),
    [1000, 2000, 4000, 60_000, 60_000],
  );
  assert.equal(pause(7, 1), 30_000);
});

test('a server that is down is asked less and less often', async () => {
  const {chat} = await browser.visitor();
  chat.send('zero');
  await pass(500);
  server.up = false;
  const typed = ['one', 'two', 'three', 'four', 'five'];
  for (const text of typed) chat.send(text);
  await pass(120_000);
  const asked = server.arrived.length;
  assert.ok(asked < 15, `${asked} requests`);
  server.up = true;
  await pass(61_000);
  assert.deepEqual(server.said, ['zero', ...typed]);
});

test('the wait the server asks for is kept, even when something wakes the page', async () => {
  const {chat, scope, show} = await browser.visitor();
  server.befall(POST, [429, 30]);
  chat.send('one');
  await pass(200);
  scope.dispatchEvent(new Event('online'));
  show(true);
  chat.retry(chat.pending[0].id);
  chat.send('two');
  const other = browser.tab();
  void other.chat.open();
  await pass(29_000);
  assert.equal(server.count(POST), 1);
  assert.deepEqual(
    chat.pending.map(({why}) => why),
    ['too_many', 'too_many'],
  );
  await pass(5000);
  assert.deepEqual(server.said, ['one', 'two']);
});

for (const wakes of ['online', 'visibilitychange', 'retry', 'send']) {
  test(`${wakes} ends a pause`, async () => {
    const {chat, scope, show} = await browser.visitor();
    server.up = false;
    chat.send('one');
    await pass(100_000);
    server.up = true;
    if (wakes === 'online') scope.dispatchEvent(new Event('online'));
    if (wakes === 'visibilitychange') show(true);
    if (wakes === 'retry') chat.retry(chat.pending[0].id);
    if (wakes === 'send') chat.send('two');
    await pass(300);
    assert.deepEqual(server.said, wakes === 'send' ? ['one', 'two'] : ['one']);
  });
}

test('offline is said at once, and the message goes when the line is back', async () => {
  const {chat, scope} = await browser.visitor();
  scope.navigator.onLine = false;
  server.up = false;
  scope.dispatchEvent(new Event('offline'));
  assert.equal(chat.state, 'offline');
  chat.send('one');
  await pass(5000);
  assert.deepEqual(
    chat.pending.map(({state, why}) => [state, why]),
    [['queued', 'offline']],
  );
  scope.navigator.onLine = true;
  server.up = true;
  scope.dispatchEvent(new Event('online'));
  await pass(300);
  assert.deepEqual(server.said, ['one']);
  assert.equal(chat.state, 'online');
});

test('a page that is opened offline says so, and one whose browser is wrong about it works', async () => {
  await browser.visitor();
  const {chat, scope} = browser.tab();
  scope.navigator.onLine = false;
  scope.dispatchEvent(new Event('offline'));
  void chat.open();
  await pass(100);
  assert.equal(chat.state, 'offline');
  chat.send('one');
  await pass(500);
  assert.deepEqual(server.said, ['one']);
  assert.equal(chat.state, 'online');
});
