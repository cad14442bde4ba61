// Storage may be blocked, full or written by others; the server may say anything. Only what fits is used.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {CONFIG, TURN, fit} from '../../../bot/web/client_shapes.js';
import {POST, browser, server, texts} from './everyday.mjs';
import {Server, begin, pass} from './world.mjs';

const PREFIX = 'hairline:chat.test/';

test('all keys begin with the prefix, and no turn is among them', async () => {
  const {chat} = await browser.visitor();
  chat.draft = 'draft';
  server.befall('POST /messages', [429, 9]);
  chat.send('queued');
  await pass(500);
  assert.ok(browser.kept.size >= 5);
  for (const key of browser.kept.keys()) assert.ok(key.startsWith(PREFIX), key);
  await pass(20_000);
  chat.seen();
  assert.ok(![...browser.kept.values()].some((value) => /queued|You said/.test(value)));
});

test('the keys of others survive a deletion', async () => {
  browser.kept.set('theme', 'dark');
  browser.kept.set('hairline:chat.test:8443/consent', '"1"');
  const {chat} = await browser.visitor();
  assert.equal(await chat.remove(), null);
  assert.deepEqual([...browser.kept.keys()], ['theme', 'hairline:chat.test:8443/consent']);
});

for (const [name, spoil] of Object.entries({
  blocked: () => (browser.blocked = true),
  full: () => (browser.room = 0),
  'full but for little': () => (browser.room = 60),
})) {
  test(`${name} storage: the chat works as long as the page does`, async () => {
    spoil();
    const {chat} = await browser.visitor();
    chat.draft = 'draft';
    server.befall('POST /messages', 'after', [429, 1]);
    chat.send('one');
    chat.send('two');
    await pass(10_000);
    assert.deepEqual(texts(chat.turns), ['one', 'two']);
    assert.equal(chat.draft, 'draft');
    chat.seen();
    assert.equal(chat.unread, 0);
    const removed = chat.remove();
    await pass(100);
    assert.equal((await removed).receipt, 'F-1');
    assert.equal(chat.agreed, false);
    browser.blocked = false;
    assert.equal(browser.kept.size, 0);
  });
}

test('storage that is blocked in mid-conversation, and then is not', async () => {
  const {chat} = await browser.visitor();
  chat.send('one');
  await pass(500);
  server.up = false;
  browser.room = 0;
  chat.send('two');
  await pass(500);
  browser.room = Infinity;
  server.up = true;
  chat.send('three');
  await pass(5000);
  assert.deepEqual(texts(chat.turns), ['one', 'two', 'three']);
});

const NONSENSE = [
  '',
  '{',
  'null',
  '7',
  '"text"',
  '[]',
  '{}',
  '[{"id":1}]',
  '{"text":5,"at":null}',
  '{"conversation":"c","token":7}',
  '\u0000',
  '{"over":"yes"}',
  '{"by":1,"until":1e99}',
  '{"conversation":"c","token":"a\\nb","renewal":"r","renew_at":9e15}',
  '1e999',
  '{"text":"x","at":"when?"}',
  '{"__proto__":{"over":true}}',
];
for (const nonsense of NONSENSE) {
  test(`nonsense in storage is ignored: ${JSON.stringify(nonsense)}`, async () => {
    for (const name of [
      'session',
      'seen',
      'draft',
      'wait',
      'lease',
      'queue/',
      'queue/abcdefgh',
      'queue/../../etc/passwd',
      'other',
    ]) {
      browser.kept.set(PREFIX + name, nonsense);
    }
    browser.locks = undefined;
    const {chat} = await browser.visitor();
    assert.equal(typeof chat.draft, 'string');
    assert.deepEqual(chat.pending, []);
    assert.equal(chat.unread, 0);
    chat.send('one');
    await pass(3000);
    assert.deepEqual(texts(chat.turns), ['one']);
  });
}

test('a message under an id that is none is ignored', async () => {
  for (const id of ['', 'short', '../../etc/passwd', 'with space', 'x'.repeat(65)]) {
    browser.kept.set(`${PREFIX}queue/${id}`, JSON.stringify({text: 'planted', at: '2026-11-23T12:00:00Z'}));
  }
  const {chat} = await browser.visitor();
  await pass(1000);
  assert.deepEqual([chat.pending, server.said, server.count('POST /messages')], [[], [], 0]);
});

test('nonsense as consent is none', () => {
  for (const nonsense of ['', '{', '0', 'null', '""']) {
    browser.kept.set(`${PREFIX}consent`, nonsense);
    assert.equal(browser.tab().chat.agreed, false, nonsense);
  }
});

test('a turn keeps what fits, and loses what does not', () => {
  const reply = {
    text: 'Call 911',
    suggestions: [{title: 'A', payload: 'a'}, {title: 5, payload: 'b'}, null, 'x'],
    custom: {
      kind: 'answer',
      answers: [
        {
          id: 'cost',
          question: 7,
          reviewed: true,
          evil: {deep: 1},
          sources: [{title: 'T', reviewed_on: null, heading: {}}, 3],
        },
        {question: 'no id'},
      ],
      booking: {step: 'time', slots: [{title: 'Tue', start: 'x'}, {title: 'no start'}], zones: 'Madrid'},
    },
  };
  const turn = fit(TURN, {id: 'a', seq: 1, at: 'now', text: 'hi', replies: [reply, {text: null}, 'no'], extra: []});
  assert.deepEqual(JSON.parse(JSON.stringify(turn)), {
    id: 'a',
    seq: 1,
    at: 'now',
    text: 'hi',
    replies: [
      {
        text: 'Call 911',
        suggestions: [{title: 'A', payload: 'a'}],
        custom: {
          kind: 'answer',
          answers: [{id: 'cost', reviewed: true, sources: [{title: 'T'}]}],
          suggestions: [],
          booking: {step: 'time', slots: [{title: 'Tue', start: 'x'}], zones: [], questions: []},
        },
      },
    ],
  });
});

test('advice to call for help is shown even when the rest of its reply is broken', () => {
  const turn = fit(TURN, {
    id: 'a',
    seq: 1,
    at: '',
    text: '',
    replies: [{text: 'Call 911', custom: {kind: 5}, suggestions: 'none'}],
  });
  assert.equal(turn.replies[0].text, 'Call 911');
  assert.equal(turn.replies[0].custom, undefined);
});

for (const broken of [
  null,
  7,
  'turn',
  [],
  {},
  {id: 'a'},
  {id: 'a', seq: '1', at: '', text: '', replies: []},
  {id: 'a', seq: 1, at: '', text: ''},
  {id: 'a', seq: Infinity, at: '', text: '', replies: []},
  {id: 5, seq: 1, at: '', text: '', replies: []},
]) {
  test(`no turn: ${JSON.stringify(broken)}`, async () => {
    assert.equal(fit(TURN, broken), undefined);
    const {chat} = await browser.visitor();
    chat.send('one');
    await pass(500);
    server.befall('GET /messages', (body) => ({...body, turns: [broken, ...body.turns]}));
    const again = await browser.visitor();
    assert.deepEqual(texts(again.chat.turns), ['one']);
  });
}

test('a config without privacy text is none; one without topics has an empty list', () => {
  const config = new Server().config();
  assert.equal(fit(CONFIG, {...config, privacy: {version: 1, text: ''}}), undefined);
  assert.deepEqual(fit(CONFIG, {...config, topics: {}}).topics, []);
  assert.deepEqual(fit(CONFIG, {...config, clinic: {phone: {}}}).clinic.phone, undefined);
});
