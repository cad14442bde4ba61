// The dialog: opening, closing, focus and fit.
import {box, button, h, icon, set} from './dom.js';

/** @type {UI.MakePanel} */
export const makePanel = ({host, root, panel: shell, launcher, narrow: query}, words, {menu, views, focus, escape}) => {
  const panel = /** @type {HTMLDialogElement} */ (shell);
  const title = h('h2', {id: 'title', tabindex: -1}, words.title);
  const who = box('who', title, h('p', {id: 'bot'}, words.bot));
  const close = () => (host.open = false);
  const small = button(icon('down'), close, {class: 'round', 'aria-label': words.minimise});
  const head = box('head', who, menu, small);
  set(panel, {role: 'dialog', 'aria-labelledby': 'title', 'aria-describedby': 'bot', lang: host.lang || null});
  panel.replaceChildren(head, ...views);
  const narrow = matchMedia(query);
  const listening = new AbortController();
  const {signal} = listening;

  const lay = () => {
    panel.close();
    panel.classList.toggle('full', narrow.matches);
    panel.inert = true; // opening must not move the focus by itself
    if (narrow.matches) panel.showModal();
    else panel.show();
    panel.inert = false;
    fit();
  };

  const fit = () => {
    const seen = panel.matches('.full') && visualViewport;
    panel.style.height = seen ? `${seen.height}px` : '';
    panel.style.top = seen ? `${seen.offsetTop}px` : '';
  };

  const turn = () => {
    if (!panel.open) return;
    const active = /** @type {HTMLElement | null} */ (root.activeElement);
    lay();
    active?.focus();
  };

  /** @param {Event} event */
  const key = (event) => {
    if (!panel.open || !(event instanceof KeyboardEvent) || event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (!escape()) close();
  };

  for (const one of [panel, launcher]) one.addEventListener('keydown', key, {signal});
  panel.addEventListener('cancel', (event) => (event.preventDefault(), close()), {signal}); // a phone's back gesture
  narrow.addEventListener('change', turn, {signal});
  for (const name of ['resize', 'scroll']) visualViewport?.addEventListener(name, fit, {signal});

  return {
    title,
    show(take) {
      lay();
      set(launcher, {'aria-expanded': true});
      if (take) focus().focus({preventScroll: true});
    },
    hide() {
      const inside = panel.matches('.full') || panel.contains(root.activeElement);
      panel.close();
      set(launcher, {'aria-expanded': false});
      if (inside) launcher.focus();
    },
    end: () => listening.abort(),
  };
};
