// Consent comes before anything is stored or sent; and everything is deleted when the visitor says so.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Problem} from '../../../bot/web/conversation.js';
import {POST, browser, server, texts} from './everyday.mjs';
import {pass} from './world.mjs';

test('before consent nothing is stored and nothing is sent', async () => {
  const {chat, scope} = browser.tab();
  chat.draft = 'half a sent';
  chat.send('I am 34');
  await chat.open();
  chat.seen();
  scope.dispatchEvent(new Event('online'));
  await pass(5000);
  assert.equal(browser.kept.size, 0);
  assert.deepEqual(
    server.arrived.filter(({what}) => what !== 'GET /config'),
    [],
  );
  assert.equal(chat.draft, 'half a sent');
  assert.deepEqual(texts(chat.pending), ['I am 34']);
  chat.agree();
  await pass(500);
  assert.deepEqual(server.said, ['I am 34']);
  assert.equal(browser.tab().chat.draft, 'half a sent');
});

test('nobody can agree to a text that was not loaded', () => {
  assert.throws(() => browser.tab().chat.agree(), Problem);
});

test('a conversation that is only made, or opened with nothing to load, asks for nothing', async () => {
  const {chat, scope, show} = browser.tab();
  scope.dispatchEvent(new Event('online'));
  show(true);
  await pass(1000);
  void chat.open();
  await pass(60_000);
  assert.deepEqual(server.arrived, []);
  assert.equal(chat.state, 'idle');
});

test('a conversation that is made but not opened asks for nothing, even if there is one to load', async () => {
  const first = await browser.visitor();
  first.chat.send('one');
  await pass(500);
  first.close();
  const asked = server.arrived.length;
  const {scope, show} = browser.tab();
  scope.dispatchEvent(new Event('online'));
  show(true);
  await pass(60_000);
  assert.equal(server.arrived.length, asked);
});

test('the config is asked once, and again after it failed', async () => {
  const {chat} = browser.tab();
  server.befall('GET /config', 'before');
  const failed = assert.rejects(chat.config(), Problem);
  await pass(100);
  await failed;
  const [one, two] = [chat.config(), chat.config()];
  await pass(100);
  assert.equal(await one, await two);
  assert.equal((await one).clinic.phone, '+1 555 0100');
  assert.equal(server.count('GET /config'), 2);
});

test('a new privacy text asks for consent again, and keeps what was typed', async () => {
  (await browser.visitor()).close();
  server.version = server.privacy = '2';
  const {chat, events} = browser.tab();
  assert.equal(chat.agreed, true);
  chat.send('one');
  await pass(500);
  assert.equal(chat.agreed, false);
  assert.ok(events.some(({name}) => name === 'state'));
  assert.deepEqual(server.said, []);
  chat.agree();
  await pass(500);
  assert.deepEqual(server.said, ['one']);
});

test('a privacy text that changed while the page was open is asked for when the server refuses the old one', async () => {
  const {chat} = await browser.visitor();
  server.version = server.privacy = '2';
  chat.send('one');
  await pass(5000);
  assert.equal(chat.agreed, false);
  assert.deepEqual(texts(chat.pending), ['one']);
  chat.agree();
  await pass(500);
  assert.deepEqual(server.said, ['one']);
});

test('deletion gives the receipt and forgets everything; when it fails nothing is forgotten', async () => {
  const {chat} = await browser.visitor();
  chat.send('one');
  chat.draft = 'two';
  await pass(500);
  server.befall('DELETE /conversation', 'before');
  const failed = assert.rejects(chat.remove(), Problem);
  await pass(100);
  await failed;
  assert.ok(browser.kept.size);
  assert.deepEqual(texts(chat.turns), ['one']);
  server.befall('DELETE /conversation', 'after');
  const cut = assert.rejects(chat.remove(), Problem);
  await pass(100);
  await cut;
  const removed = chat.remove();
  await pass(100);
  assert.equal(await removed, null, 'it was done the time before');
  assert.equal(browser.kept.size, 0);
  assert.deepEqual([chat.turns, chat.draft, chat.agreed], [[], '', false]);
});

test('deletion without a conversation asks the server for nothing', async () => {
  const {chat} = await browser.visitor();
  assert.equal(await chat.remove(), null);
  assert.equal(browser.kept.size, 0);
  assert.equal(server.count('DELETE /conversation'), 0);
});

test('a deletion does not wait for what is on its way, nor does the next message', async () => {
  const {chat} = await browser.visitor();
  server.befall(POST, 'late');
  chat.send('one');
  await pass(500);
  const removed = chat.remove();
  await pass(100);
  await removed;
  chat.agree();
  chat.send('two');
  await pass(500);
  assert.deepEqual(texts(chat.turns), ['two']);
});

test('a deletion ends the trouble there was', async () => {
  const {chat} = await browser.visitor();
  server.befall('POST /sessions', 'before', 'before', 'before', 'before');
  chat.send('one');
  await pass(3000);
  assert.equal(chat.state, 'waiting');
  assert.equal(await chat.remove(), null);
  await pass();
  assert.equal(chat.state, 'idle');
});

test('after a deletion the visitor agrees and begins anew', async () => {
  const {chat} = await browser.visitor();
  chat.send('one');
  await pass(500);
  const removed = chat.remove();
  await pass(100);
  await removed;
  chat.send('two');
  await pass(1000);
  assert.deepEqual(server.said, ['one']);
  assert.equal(browser.kept.size, 0);
  chat.agree();
  await pass(1000);
  assert.deepEqual(texts(chat.turns), ['two']);
});
