// Tabs of one browser share one conversation: each message is sent by one of them and seen by all.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {POST, browser, server, texts, use} from './everyday.mjs';
import {pass} from './world.mjs';

for (const locks of [true, false]) {
  const how = locks ? 'with locks' : 'with a lease';

  test(`${how}: two tabs that send at once send one after the other, and both show the same`, async () => {
    use({locks});
    const [here, there] = [await browser.visitor(), await browser.visitor()];
    for (let number = 0; number < 10; number++) {
      here.chat.send(`here ${number}`);
      there.chat.send(`there ${number}`);
      await pass(number * 20);
    }
    await pass(10_000);
    assert.equal(server.atMost, 1);
    assert.equal(server.said.length, 20);
    assert.equal(new Set(server.said).size, 20);
    assert.equal(server.count('POST /sessions'), 1);
    assert.deepEqual(texts(here.chat.turns), server.said);
    assert.deepEqual(here.chat.turns, there.chat.turns);
    assert.deepEqual([here.chat.pending, there.chat.pending], [[], []]);
  });

  test(`${how}: two tabs through cuts double nothing`, async () => {
    use({locks});
    const [here, there] = [await browser.visitor(), await browser.visitor()];
    server.befall(POST, 'after', 'before', 'after', 'late', 'after', 500, 'before');
    for (let number = 0; number < 5; number++) {
      here.chat.send(`here ${number}`);
      there.chat.send(`there ${number}`);
    }
    await pass(120_000);
    assert.equal(server.said.length, 10);
    assert.equal(new Set(server.said).size, 10);
    assert.deepEqual(here.chat.turns, there.chat.turns);
    assert.deepEqual(texts(here.chat.turns), server.said);
  });

  test(`${how}: what a tab had queued when it was closed is delivered by the other`, async () => {
    use({locks});
    const [here, there] = [await browser.visitor(), await browser.visitor()];
    here.chat.send('one');
    await pass(1000);
    server.befall(POST, 'hang');
    here.chat.send('two');
    await pass(100);
    assert.deepEqual(texts(there.chat.pending), ['two']);
    here.close();
    await pass(120_000);
    assert.deepEqual(server.said, ['one', 'two']);
    assert.deepEqual(texts(there.chat.turns), ['one', 'two']);
  });
}

test('a tab that is closed while it waits for its turn does nothing any more', async () => {
  const [here, there] = [await browser.visitor(), await browser.visitor()];
  here.chat.send('one');
  await pass(500);
  server.befall(POST, 'hang');
  here.chat.send('two');
  there.chat.send('three');
  await pass(100);
  const asked = server.arrived.length;
  there.close();
  here.close();
  await pass(60_000);
  assert.equal(server.arrived.length, asked);
});

test('where locks are refused, as in a sandboxed frame, a lease does', async () => {
  browser.locks = {request: () => Promise.reject(new DOMException('no', 'SecurityError'))};
  const {chat} = await browser.visitor();
  chat.send('one');
  await pass(1000);
  assert.deepEqual(texts(chat.turns), ['one']);
});

test('the other tab shows the message until it shows the turn, with no gap', async () => {
  const [here, there] = [await browser.visitor(), await browser.visitor()];
  const seen = [];
  for (const name of ['turn', 'pending']) {
    there.chat.addEventListener(name, () => seen.push(texts(there.chat.turns).length + there.chat.pending.length));
  }
  here.chat.send('one');
  await pass(500);
  assert.ok(seen.length >= 2);
  assert.deepEqual(
    seen.filter((count) => count !== 1),
    [],
  );
});

test('a turn of another tab comes before the own one that was answered after it', async () => {
  const [here, there] = [await browser.visitor(), await browser.visitor()];
  here.chat.send('one');
  await pass(500);
  there.show(false);
  here.chat.send('two');
  await pass(500);
  assert.deepEqual(texts(there.chat.turns), ['one'], 'a hidden tab asks for nothing');
  there.chat.send('three');
  await pass(500);
  assert.deepEqual(
    there.events.filter(({name}) => name === 'turn').map(({detail}) => detail.text),
    ['one', 'two', 'three'],
  );
});

test('what others write to storage is none of our business', async () => {
  const {chat, scope, events} = await browser.visitor();
  chat.send('one');
  await pass(500);
  const before = [events.length, server.arrived.length];
  for (const key of ['theme', 'hairline:other.test/session', `x${'hairline:chat.test/'}session`]) {
    scope.dispatchEvent(Object.assign(new Event('storage'), {key}));
  }
  await pass(60_000);
  assert.deepEqual([events.length, server.arrived.length], before);
});

test('a hidden tab catches up when it is looked at', async () => {
  const [here, there] = [await browser.visitor(), await browser.visitor()];
  there.show(false);
  here.chat.send('one');
  await pass(500);
  const asked = server.count('GET /messages');
  there.show(true);
  await pass(100);
  assert.equal(server.count('GET /messages'), asked + 1);
  assert.deepEqual(texts(there.chat.turns), ['one']);
});

test('what was read in one tab is read in all, and after a reload', async () => {
  const [here, there] = [await browser.visitor(), await browser.visitor()];
  here.chat.send('one');
  here.chat.send('two');
  await pass(500);
  assert.deepEqual([here.chat.unread, there.chat.unread], [2, 2]);
  here.chat.seen();
  await pass();
  assert.deepEqual([here.chat.unread, there.chat.unread], [0, 0]);
  assert.equal(there.events.filter(({name}) => name === 'unread').at(-1).detail, 0);
  there.chat.send('three');
  await pass(500);
  assert.equal((await browser.visitor()).chat.unread, 1);
});

test('consent in one tab sends what was typed in another', async () => {
  const [here, there] = [browser.tab(), browser.tab()];
  there.chat.send('typed before');
  await pass(100);
  assert.equal(browser.kept.size, 0);
  void here.chat.config();
  await pass(100);
  here.chat.agree();
  await pass(40_000);
  assert.deepEqual(server.said, ['typed before']);
});

test('deleting in one tab empties the others, and nothing on its way comes back', async () => {
  const [here, there] = [await browser.visitor(), await browser.visitor()];
  here.chat.send('one');
  await pass(500);
  server.befall(POST, 'late');
  there.chat.send('two');
  await pass(100);
  const removed = here.chat.remove();
  await pass(100);
  assert.equal((await removed).receipt, 'F-1');
  await pass(60_000);
  for (const {chat, events} of [here, there]) {
    assert.deepEqual([chat.turns, chat.pending, chat.unread, chat.agreed], [[], [], 0, false]);
    assert.notEqual(chat.state, 'waiting');
    assert.equal(
      events.filter(({name, detail}) => name === 'gone' && detail.removed).length,
      events === there.events ? 1 : 0,
    );
  }
  assert.equal(browser.kept.size, 0);
  assert.equal(server.count('POST /sessions'), 1);
});
