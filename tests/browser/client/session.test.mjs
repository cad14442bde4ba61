// Tokens are renewed when there is something to ask; a conversation that is over is told, never revived in silence.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {POST, browser, server, texts} from './everyday.mjs';
import {pass, skip} from './world.mjs';

const RENEW = 'POST /sessions/renew';
test('tokens are renewed five minutes before they expire, when there is something to ask', async () => {
  const {chat} = await browser.visitor();
  chat.send('one');
  await pass(500);
  await pass(60_000);
  chat.send('two');
  await pass(500);
  assert.equal(server.count(RENEW), 0);
  mockTo(1501);
  chat.send('three');
  await pass(500);
  assert.equal(server.count(RENEW), 1);
  assert.deepEqual(server.said, ['one', 'two', 'three']);
});

/** Let this many seconds pass at once. */
function mockTo(seconds) {
  for (const held of server.tokens.values()) held.expires -= seconds * 1000;
  const kept = JSON.parse(browser.kept.get('hairline:chat.test/session'));
  browser.kept.set('hairline:chat.test/session', JSON.stringify({...kept, renew_at: kept.renew_at - seconds * 1000}));
}

test('a page that is idle asks for nothing', async () => {
  const {chat, show} = await browser.visitor();
  chat.send('one');
  await pass(500);
  const asked = server.arrived.length;
  show(false);
  skip(3_600_000);
  await pass(1000);
  show(true);
  skip(3_600_000);
  await pass(1000);
  assert.equal(server.arrived.length, asked);
  assert.equal(chat.state, 'online');
});

test('a token that expired is renewed once, and the message goes on', async () => {
  const {chat} = await browser.visitor();
  chat.send('one');
  await pass(500);
  for (const [token, held] of server.tokens) if (token.startsWith('t-')) held.expires = 0;
  chat.send('two');
  const helped = chat.feedback(chat.turns[0].id, 'cost', true); // at the same time
  await pass(500);
  await helped;
  assert.deepEqual(server.said, ['one', 'two']);
  assert.equal(server.count(RENEW), 1);
});

test('a server that refuses fresh tokens is not asked without pause', async () => {
  const {chat} = await browser.visitor();
  server.befall(POST, ...Array(1000).fill(401));
  chat.send('one');
  await pass(60_000);
  assert.ok(server.count(POST) < 30);
  assert.deepEqual(texts(chat.pending), ['one']);
});

test('an early renewal that fails does not hold up the message', async () => {
  const {chat} = await browser.visitor();
  chat.send('one');
  await pass(500);
  mockTo(1600);
  server.befall(RENEW, 500);
  chat.send('two');
  await pass(300);
  assert.deepEqual(server.said, ['one', 'two']);
});

for (const status of [401, 410]) {
  test(`renewal ${status}: the conversation is over, and what is queued waits for the visitor`, async () => {
    const {chat, events} = await browser.visitor();
    chat.send('one');
    await pass(500);
    chat.seen();
    for (const [token, held] of server.tokens) if (token.startsWith('t-')) held.expires = 0;
    server.befall(RENEW, status);
    const {id} = chat.send('two');
    await pass(120_000);
    assert.equal(chat.state, 'gone');
    assert.deepEqual(
      events.filter(({name}) => name === 'gone').map(({detail}) => detail.removed),
      [false],
    );
    assert.deepEqual(
      chat.pending.map(({text, state, why}) => [text, state, why]),
      [['two', 'failed', 'server']],
    );
    assert.deepEqual(texts(chat.turns), ['one'], 'still in view');
    assert.equal(server.count('POST /sessions'), 1);
    chat.retry(id);
    chat.send('three');
    await pass(500);
    assert.deepEqual(
      [...server.conversations.values()].map(({turns}) => texts(turns)),
      [['one'], ['two', 'three']],
    );
    assert.deepEqual(texts(chat.turns), ['two', 'three']);
    assert.equal(chat.state, 'online');
    assert.equal(chat.unread, 2);
  });
}

test('410 on a message: all tabs know, and the next send of any begins anew', async () => {
  const [here, there] = [await browser.visitor(), await browser.visitor()];
  here.chat.send('one');
  await pass(500);
  for (const talk of server.conversations.values()) talk.over = true;
  here.chat.send('two');
  await pass(1000);
  assert.deepEqual([here.chat.state, there.chat.state], ['gone', 'gone']);
  assert.equal(there.events.filter(({name}) => name === 'gone').length, 1);
  there.chat.send('three');
  await pass(1000);
  assert.deepEqual(server.said, ['one', 'two', 'three']);
  assert.deepEqual([here.chat.state, there.chat.state], ['online', 'online']);
  assert.deepEqual(
    [texts(here.chat.turns), texts(there.chat.turns)],
    [
      ['two', 'three'],
      ['two', 'three'],
    ],
  );
});

test('a conversation found over when the page opens is told, and sends nothing', async () => {
  const first = await browser.visitor();
  first.chat.send('one');
  await pass(500);
  first.close();
  for (const talk of server.conversations.values()) talk.over = true;
  const {chat} = await browser.visitor();
  assert.equal(chat.state, 'gone');
  await pass(60_000);
  assert.equal(server.count('POST /sessions'), 1);
});

test('a closed conversation does nothing any more', async () => {
  const {chat, scope, show} = await browser.visitor();
  server.up = false;
  chat.send('one');
  await pass(5000);
  chat.close();
  const asked = server.arrived.length;
  scope.dispatchEvent(new Event('online'));
  show(true);
  await pass(120_000);
  assert.equal(server.arrived.length, asked);
});

test('transcript is text, export is what the server holds', async () => {
  const {chat} = await browser.visitor();
  chat.send('one');
  await pass(500);
  const both = Promise.all([chat.transcript(), chat.exported()]);
  await pass(100);
  const [transcript, exported] = await both;
  assert.equal(transcript, 'You: one');
  assert.equal(exported.messages[0].text, 'one');
});

test('no cookies, no referrer, no cache, no redirects; tokens in the header only', async () => {
  const {chat} = await browser.visitor();
  chat.send('one');
  await pass(500);
  await Promise.all([
    chat.feedback(chat.turns[0].id, 'cost', true),
    chat.transcript(),
    chat.exported(),
    chat.remove(),
    pass(500),
  ]);
  assert.ok(server.arrived.length >= 7);
  for (const {what, url, init} of server.arrived) {
    const {credentials, referrerPolicy, cache, redirect} = init;
    assert.deepEqual(
      [credentials, referrerPolicy, cache, redirect],
      ['omit', 'no-referrer', 'no-store', 'error'],
      what,
    );
    const elsewhere = url + (init.body ?? '');
    assert.ok(![...server.tokens.keys()].some((token) => elsewhere.includes(token)), what);
  }
});
