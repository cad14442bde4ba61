// What every test of the client begins with: a server and a browser of its own, on a clock that it moves itself.
import {afterEach, beforeEach} from 'node:test';
import {Browser, Server, begin, end} from './world.mjs';

export const POST = 'POST /messages';
export const texts = (turns) => turns.map(({text}) => text);

export let server;
export let browser;

/** Use another kind of browser in this test. */
export const use = (options) => (browser = new Browser(server, options));

beforeEach(() => {
  begin();
  server = new Server();
  browser = new Browser(server);
});
afterEach(() => {
  for (const tab of browser.tabs) tab.close();
  end();
});
