// The launcher: all that a page loads until somebody reaches for the chat.
/// <reference path="./ui_types.d.ts" />

const BASE = new URL('.', import.meta.url).href.replace(/widget\/$/, '');
const KEPT = 'hairline:panel'; // in sessionStorage
const NARROW = '(max-width: 600px), (max-height: 480px)';
const COLOURS = {
  accent: ['#0b675c', '#62cdb9'],
  'on-accent': ['#fff', '#05211c'],
  surface: ['#fff', '#1a2422'],
  canvas: ['#f4f7f5', '#121a18'],
  text: ['#17211f', '#e7eeec'],
  soft: ['#54625e', '#a5b4af'],
  line: ['#dbe2df', '#2f3c39'],
  control: ['#7b8985', '#7c8c87'],
  danger: ['#b3261e', '#ff9d92'],
  'on-danger': ['#fff', '#3b0703'],
  alarm: ['#fdf0ee', '#35191a'],
};
/** The page may set --hairline-accent, --hairline-accent-dark … */
const theme = (dark = 0, end = '') =>
  Object.entries(COLOURS).map(([name, both]) => `--${name}:var(--hairline-${name}${end},${both[dark]});`).join('');
const NIGHT = `color-scheme:dark!important;${theme(1, '-dark')}`;
const STYLE = `:host{all:initial!important;position:fixed!important;inset:auto 0 0 auto!important;
z-index:var(--hairline-z,2147483000)!important;
font:1em/1.5 var(--hairline-font,system-ui,sans-serif)!important;color:var(--text)!important;
--round:var(--hairline-radius,20px);color-scheme:light!important;
${theme(0)}}
:host([hidden]),[hidden]{display:none!important}
@media screen{@media(prefers-color-scheme:dark){:host(:not([theme=light])){${NIGHT}}}:host([theme=dark]){${NIGHT}}}
*{box-sizing:border-box}button{font:inherit;color:inherit;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.launcher,.trouble{position:fixed;inset-block-end:calc(20px + env(safe-area-inset-bottom,0px));inset-inline-end:20px}
.launcher{width:60px;height:60px;border:0;border-radius:50%;background:var(--accent);color:var(--on-accent);
box-shadow:0 4px 20px #0004}
.launcher::before{content:"";display:block;width:26px;height:21px;margin:auto;border:2.5px solid;
border-radius:8px 8px 8px 1px}
.launcher:hover::before{transform:scale(1.12)}
.badge{position:absolute;inset:-4px -4px auto auto;min-width:24px;padding:0 7px;border-radius:12px;font-weight:700;
background:var(--danger);
color:var(--on-danger)}
.trouble{margin:0 0 72px;padding:10px 14px;border-radius:14px;background:var(--surface)}.trouble:empty{display:none}
:host([position=left]) :is(.launcher,.trouble,.panel){left:20px;right:auto}
:host([position=right]) :is(.launcher,.trouble,.panel){right:20px;left:auto}
@media(forced-colors:active){.launcher{border:2px solid}}@media print{.launcher,.trouble{display:none}}`;

/** @type {(tag: string, attributes: Record<string, string>, ...children: Node[]) => HTMLElement} */
const make = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  made.append(...children);
  return made;
};

export class HairlineChat extends HTMLElement {
  static observedAttributes = ['open'];
  /** @type {Record<string, string>} see strings.js; set them before the panel is opened */
  strings = Reflect.get(this, 'strings') ?? {}; // set earlier?
  /** @type {Promise<UI.App> | null} */
  #app = null;
  #focus = true;
  #badge = make('span', {class: 'badge', hidden: ''});
  #launcher = make('button', {class: 'launcher', 'aria-expanded': 'false', 'aria-controls': 'panel'}, this.#badge);
  #trouble = make('p', {class: 'trouble', role: 'status'});
  #panel = make('dialog', {class: 'panel', id: 'panel'});
  #root = this.attachShadow({mode: 'open'});

  constructor() {
    super();
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [style];
    this.#root.append(this.#launcher, this.#trouble, this.#panel);
    this.#launcher.addEventListener('click', () => (this.open = !this.open));
  }

  get open() {
    return this.hasAttribute('open');
  }

  set open(value) {
    this.toggleAttribute('open', value);
  }

  /** Where the API is. */
  get src() {
    return new URL(this.getAttribute('src') ?? BASE, document.baseURI).href.replace(/\/$/, '');
  }

  set src(value) {
    this.setAttribute('src', value);
  }

  connectedCallback() {
    try {
      this.strings = {...JSON.parse(this.dataset.strings ?? '{}'), ...this.strings};
    } catch {} // no JSON: English, then
    this.#launcher.hidden = this.getAttribute('launcher') === 'none';
    const state = keep();
    this.badge(parseInt(state.replace(/\D/g, '') || '0'));
    if (this.open) this.attributeChangedCallback();
    else if (/open/.test(state) && !matchMedia(NARROW).matches) {
      this.#focus = false; // the page was changed
      this.open = true;
    } else if (/busy/.test(state)) void this.#load();
  }

  disconnectedCallback() {
    setTimeout(() => {
      if (this.isConnected) return; // only moved
      void this.#app?.then((app) => app.end());
      this.#app = null;
    });
  }

  async attributeChangedCallback() {
    if (!this.isConnected || !(this.open || this.#app)) return;
    try {
      const app = await this.#load();
      if (!this.open) return app.hide();
      app.show(this.#focus);
      this.#focus = true;
    } catch {
      this.#app = null;
      this.open = false;
      this.#trouble.textContent = this.strings.broken ?? 'The chat cannot be reached just now. Please try again.';
    }
  }

  /** @param {number} unread */
  badge(unread) {
    const {launcher = 'Chat with the clinic', unread: words = '{n} new'} = this.strings;
    this.#badge.textContent = `${unread}`;
    this.#badge.hidden = !unread;
    this.#launcher.setAttribute('aria-label', unread ? `${launcher}, ${words.replace('{n}', `${unread}`)}` : launcher);
  }

  #load() {
    this.#trouble.textContent = '';
    const parts = {host: this, root: this.#root, panel: this.#panel, launcher: this.#launcher};
    const shell = {...parts, base: this.src, narrow: NARROW, keep};
    this.#app ??= import(`${BASE}widget/app.js`).then(({start}) => start(shell));
    return this.#app;
  }
}

/** How the panel stood on the last page; with `state`, how it stands. @param {string} [state] */
const keep = (state) => {
  try {
    if (state) sessionStorage.setItem(KEPT, state);
    else if (state === '') sessionStorage.removeItem(KEPT);
    return sessionStorage.getItem(KEPT) ?? '';
  } catch {
    return ''; // blocked
  }
};

const embed = () => document.querySelector('hairline-chat') ?? document.body.append(make('hairline-chat', {}));

if ('adoptedStyleSheets' in document && !customElements.get('hairline-chat')) {
  customElements.define('hairline-chat', HairlineChat);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', embed);
  else embed();
}
