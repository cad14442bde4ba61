// The chat behind the launcher.
import {Conversation} from './conversation.js';
import {makeComposer} from './composer.js';
import {box, h} from './dom.js';
import {inDanger, makeEmergency} from './emergency.js';
import {makeLog} from './log.js';
import {makeMenu} from './menu.js';
import {consent, makeNext} from './next.js';
import {makePanel} from './panel.js';
import {makePrivacy} from './privacy.js';
import {makeStatus, notice} from './status.js';
import {ENGLISH} from './strings.js';
import {STYLE} from './style.js';
import {link, tel} from './text.js';

const touched = () => matchMedia('(pointer: coarse)').matches;
const PATIENCE = 400; // ms: most replies are here by then

/** @type {(shell: UI.Shell) => UI.App} */
export const start = (shell) => {
  const {host, root, panel: dialog} = shell;
  const words = {...ENGLISH, ...host.strings};
  const talk = new Conversation(shell.base);
  /** @type {UI.Config | undefined} */
  let config;
  let held = ''; // waits for consent
  let topics = false; // were asked for
  let typing = 0;

  const status = makeStatus(words);
  /** @type {UI.Desk} */
  const desk = {
    words,
    locale: host.lang || document.documentElement.lang || 'en',
    clinic: {},
    say: (text) => say(text),
    tell: status.say,
    vote: (turn, answer, helpful) => talk.feedback(turn, answer, helpful).then(() => true, () => false),
  };
  const next = makeNext(desk);
  const log = makeLog(desk, next.node, talk);
  const emergency = makeEmergency(desk, (text) => {
    settle(); // the card goes
    say(text);
  });
  const composer = makeComposer(words, {
    send: desk.say,
    typed: (text) => (talk.draft = text),
    limit: () => config?.limits.text ?? Infinity,
  });
  const foot = h('p', {class: 'foot'});
  const chat = box('chat', log.node, composer.node, foot);
  const privacy = makePrivacy(desk, talk, () => view(false), () => begin());
  const menu = makeMenu(words, {
    topics() {
      view(false);
      topics = true;
      refresh();
      next.node.focus();
    },
    privacy: () => view(true),
  });
  const panel = makePanel(shell, words, {
    menu: menu.node,
    views: [emergency.node, chat, privacy.node, status.node],
    focus: () => (chat.hidden || touched() ? panel.title : composer.field),
    escape: () => menu.close() || (chat.hidden && (view(false), true)),
  });
  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  root.adoptedStyleSheets = [root.adoptedStyleSheets[0], style];
  composer.text = talk.draft;

  /** Take the focus from what is about to go. */
  const settle = () => (touched() ? next.node : composer.field).focus({preventScroll: true});

  const say = (text = '') => {
    held = text;
    if (!config) return; // said again once it is there
    if (talk.agreed) return deliver();
    refresh();
    const card = /** @type {HTMLElement} */ (dialog.querySelector('#consent'));
    card.focus();
    card.scrollIntoView();
  };

  const deliver = () => {
    const text = held;
    held = '';
    topics = false;
    if (composer.text.trim() === text) composer.text = talk.draft = '';
    log.live(true);
    if (text) talk.send(text);
    refresh();
    log.follow();
  };

  const view = (toPrivacy = false) => {
    if (!config || chat.hidden === toPrivacy) return;
    chat.hidden = toPrivacy;
    privacy.node.hidden = !toPrivacy;
    if (toPrivacy) privacy.show(config);
    else menu.focus();
  };

  const begin = () => {
    held = composer.text = '';
    log.live(false);
    if (config) log.begin(config.intro);
    refresh();
  };

  const load = async () => {
    status.say(words.loading);
    status.trouble('');
    try {
      config = await talk.config();
    } catch {
      return status.trouble(words.broken, '', () => (settle(), load()));
    }
    const {clinic, intro} = config;
    const number = clinic.emergency_number;
    desk.clinic = clinic;
    panel.title.textContent = clinic.name ?? words.title;
    if (number) foot.replaceChildren(`${words.foot} `, link(tel(number), number));
    menu.phone(clinic.phone);
    log.begin(intro);
    await talk.open();
    status.say('');
    refresh();
    log.follow();
    setTimeout(() => log.live(true), 100); // so far it was history
    if (held) say(held);
  };

  /** Bring all parts in line with the conversation. */
  const refresh = () => {
    if (!config) return;
    const {pending, turns, state, agreed} = talk;
    const last = turns.at(-1);
    const danger = inDanger(last);
    const settings = config;
    log.add(turns);
    log.pending(pending);
    emergency.show(last);
    menu.danger(danger);
    if (held || (pending.length && !agreed)) next.draw('consent', () => [consent(words, settings, agree, later)]);
    else if (pending.length) next.draw('', () => []);
    else if (!last || (topics && !danger)) next.draw('topics', () => next.topics(settings.topics));
    else next.draw(last.id, () => next.after(last));
    status.trouble(notice(state, pending, words), state === 'gone' ? '' : config.clinic.phone);
    wait(pending.some((one) => one.state === 'sending'));
    if (host.open && !document.hidden) talk.seen();
    const unread = host.open ? 0 : talk.unread;
    host.badge(unread);
    shell.keep(agreed ? [host.open && 'open', pending.length && 'busy', unread].filter(Boolean).join(' ') : '');
  };

  const agree = () => {
    talk.agree();
    settle();
    deliver();
  };

  const later = () => {
    composer.text ||= held;
    held = '';
    refresh();
    composer.field.focus();
  };

  /** Tell who waits for longer than a moment. */
  const wait = (sending = false) => {
    if (sending === typing > 0) return;
    clearTimeout(typing);
    typing = sending ? window.setTimeout(() => (log.typing(true), status.say(words.writing)), PATIENCE) : 0;
    if (!sending) log.typing(false);
    if (!sending) status.say('');
  };

  for (const name of ['pending', 'state', 'unread']) talk.addEventListener(name, refresh);
  talk.addEventListener('turn', (event) => {
    const {detail, fresh} = /** @type {UI.TurnEvent} */ (event);
    refresh();
    if (fresh) log.follow(detail.id);
  });
  talk.addEventListener('gone', (event) => {
    if (/** @type {CustomEvent} */ (event).detail.removed) begin();
  });
  document.addEventListener('visibilitychange', refresh);
  void load();

  return {
    show(focus) {
      log.live(false); // shown again is not said again
      panel.show(focus);
      refresh();
      composer.text += ''; // measures it
      log.follow();
      setTimeout(() => log.live(true), 500);
      host.dispatchEvent(new Event('hairline-open'));
    },
    hide() {
      menu.close();
      panel.hide();
      refresh();
      host.dispatchEvent(new Event('hairline-close'));
    },
    end() {
      document.removeEventListener('visibilitychange', refresh);
      talk.close();
      panel.end();
    },
  };
};
