// What was typed is never lost and never sent twice, whatever happens to the line.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {POST, browser, server, texts} from './everyday.mjs';
import {pass} from './world.mjs';

test('a message is shown as sending, then as a turn, and leaves the queue', async () => {
  const {chat, events} = await browser.visitor();
  const {id, state} = chat.send('What does it cost?');
  assert.equal(state, 'queued');
  await pass(20); // the session is made first
  await pass(30);
  assert.deepEqual(
    chat.pending.map((entry) => entry.state),
    ['sending'],
  );
  await pass(100);
  assert.deepEqual(chat.pending, []);
  assert.equal(chat.turns[0].id, id);
  assert.equal(chat.turns[0].replies[0].text, 'You said: What does it cost?');
  assert.equal(chat.state, 'online');
  assert.deepEqual(
    events.filter(({name}) => name === 'turn').map(({detail, fresh}) => [detail.id, fresh]),
    [[id, true]],
  );
});

const STORMS = {
  'cut before it arrived': [POST, 'before', 'before'],
  'cut after it arrived': [POST, 'after', 'after'],
  'no answer': [POST, 'hang'],
  'done, but no answer': [POST, 'late'],
  'server error': [POST, 500, 502],
  'starting up': [POST, [503, 2]],
  'too many': [POST, [429, 3]],
  'not JSON': [POST, () => '<html>Welcome to our wifi</html>'],
  'another shape': [POST, () => ({id: 7})],
  'the answer to something else': [POST, (turn) => ({...turn, id: 'somebody-elses'})],
  'no session: cut before': ['POST /sessions', 'before'],
  'no session: cut after': ['POST /sessions', 'after'],
  'no session: not JSON': ['POST /sessions', () => 'hello'],
  'no session: unavailable': ['POST /sessions', [503, 1]],
};

for (const [name, [what, ...troubles]] of Object.entries(STORMS)) {
  test(`${name}: delivered once, in order`, async () => {
    const {chat} = await browser.visitor();
    server.befall(what, ...troubles);
    chat.send('one');
    chat.send('two');
    await pass(60_000);
    assert.deepEqual(server.said, ['one', 'two']);
    assert.deepEqual(texts(chat.turns), ['one', 'two']);
    assert.deepEqual(chat.pending, []);
    assert.equal(chat.state, 'online');
  });
}

for (const status of [400, 409, 413]) {
  test(`${status}: that message failed, the next goes on; the failed one is still there after a reload`, async () => {
    const first = await browser.visitor();
    server.befall(POST, status);
    const {id} = first.chat.send('one');
    first.chat.send('two');
    await pass(1000);
    assert.deepEqual(server.said, ['two']);
    first.close();
    const {chat} = await browser.visitor();
    assert.deepEqual(
      chat.pending.map(({text, state, why}) => [text, state, why]),
      [['one', 'failed', 'refused']],
    );
    chat.retry(id);
    await pass(1000);
    assert.deepEqual(server.said, ['two', 'one']);
    assert.deepEqual(chat.pending, []);
  });
}

test('a message that is taken back is not sent', async () => {
  const {chat} = await browser.visitor();
  server.up = false;
  chat.discard(chat.send('one').id);
  chat.send('two');
  server.up = true;
  await pass(5000);
  assert.deepEqual(server.said, ['two']);
});

test('a page left at any moment loses nothing and doubles nothing', async () => {
  for (let moment = 0; moment <= 300; moment += 20) {
    const text = `left after ${moment} ms`;
    const first = await browser.visitor();
    first.chat.send(text);
    await pass(moment);
    first.close();
    const {chat} = await browser.visitor();
    await pass(500);
    assert.equal(server.said.filter((said) => said === text).length, 1, text);
    assert.equal(texts(chat.turns).at(-1), text);
    for (const tab of browser.tabs) tab.close();
  }
});

test('the reply that came while the page was reloaded is fresh, the rest of the history is not', async () => {
  const first = await browser.visitor();
  first.chat.send('one');
  await pass(500);
  server.befall(POST, 'late');
  first.chat.send('two');
  await pass(500);
  first.close();
  const {chat, events} = await browser.visitor();
  const told = events.filter(({name}) => name === 'turn').map(({detail, fresh}) => [detail.text, fresh]);
  assert.deepEqual(told, [
    ['one', false],
    ['two', true],
  ]);
  assert.equal(server.count(POST), 2, 'found in the history: not even sent again');
  assert.deepEqual(chat.pending, []);
});

test('what is typed before the history is here waits for it', async () => {
  const first = await browser.visitor();
  server.befall(POST, 'late');
  first.chat.send('one');
  await pass(500);
  first.close();
  const {chat} = browser.tab();
  void chat.open();
  chat.send('two');
  await pass(500);
  assert.deepEqual(texts(chat.turns), ['one', 'two']);
  assert.equal(server.count(POST), 2, 'the first was found in the history');
});

test('two hundred messages through a storm: each once, in order, and the same after a reload', async () => {
  let seed = 7;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  let tab = await browser.visitor();
  const sent = [];
  for (let number = 1; number <= 200; number++) {
    const dice = random();
    if (dice < 0.2) server.befall(POST, 'before');
    else if (dice < 0.4) server.befall(POST, 'after');
    else if (dice < 0.45) server.befall(POST, 500);
    else if (dice < 0.5) server.befall('GET /messages', 'after');
    else if (dice < 0.53)
      for (const held of server.tokens.values()) held.expires = Math.min(held.expires, Date.now() + 172_000_000);
    if (random() < 0.1) {
      tab.close();
      tab = await browser.visitor();
    }
    if (random() < 0.05) server.up = !server.up;
    sent.push(`message ${number}`);
    tab.chat.send(sent.at(-1));
    await pass(Math.floor(random() * 300));
  }
  server.up = true;
  await pass(120_000);
  assert.deepEqual(server.said, sent);
  assert.deepEqual(texts(tab.chat.turns), sent);
  const again = await browser.visitor();
  assert.deepEqual(again.chat.turns, tab.chat.turns);
});
