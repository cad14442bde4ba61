// Elements without markup: nothing is ever parsed.

const SHAPES = {
  down: 'm6 9 6 6 6-6',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M12 19V5m-6 6 6-6 6 6',
  phone: 'M8 4 5 5C4 12 12 20 19 19l1-3-4-3-2 2c-2-1-4-3-5-5l2-2z',
};

/** @type {UI.H} */
export const h = (tag, attributes = {}, ...children) => {
  const element = set(document.createElement(tag), attributes);
  element.append(...children.flatMap((child) => child || []));
  return element;
};

/** @type {UI.Box} */
export const box = (look, ...children) => h('div', {class: look}, ...children);

/** @type {UI.SetAttributes} */
export const set = (element, attributes) => {
  for (const [name, value] of Object.entries(attributes)) {
    // what could run or load something is not set here
    if (/^(on|style|src|href)/.test(name)) throw new Error(name);
    const aria = /^aria/.test(name);
    if (value == null || (value === false && !aria)) element.removeAttribute(name);
    else element.setAttribute(name, value === true && !aria ? '' : String(value));
  }
  return element;
};

/** @type {UI.Button} */
export const button = (label, press, attributes = {class: 'choice'}) => {
  const made = h('button', {type: 'button', ...attributes}, label);
  made.addEventListener('click', press);
  return made;
};

/** @param {keyof SHAPES} name */
export const icon = (name) => {
  const [svg, path] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
  path.setAttribute('d', SHAPES[name]);
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.append(path);
  return set(svg, {'aria-hidden': true, class: `icon ${name}`});
};

/** @type {UI.Fill} */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => Reflect.get(values, name) ?? whole);
