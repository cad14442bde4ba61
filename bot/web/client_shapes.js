// What the server and the storage may say, cut down to what was agreed: nothing of another type reaches the page.

const CHOICES = [{title: '', payload: ''}];
const ANSWERS = [{id: '', 'reviewed?': true, 'sources?': [{}]}];
const BOOKING = {step: '', 'zones?': [''], 'slots?': [{title: '', start: ''}], 'questions?': ['']};
const CUSTOM = {kind: '', 'answers?': ANSWERS, 'suggestions?': CHOICES, 'booking?': BOOKING};

const REPLIES = [{text: '', 'custom?': CUSTOM, 'suggestions?': CHOICES}];

export const TURN = {id: '', seq: 0, at: '', text: '', replies: REPLIES};
export const HISTORY = {turns: [TURN]};
export const CONFIG = {
  clinic: {'crisis_line?': {name: '', contact: ''}},
  intro: '',
  privacy: {version: '', text: ''},
  'topics?': CHOICES,
  limits: {'text?': 0, 'renew_before?': 0},
};
export const SESSION = {conversation: '', token: '', renewal: '', 'expires_in?': 0, 'renew_at?': 0};
export const RECEIPT = {receipt: '', at: '', deleted: {'*': 0}};
export const ENTRY = {text: '', at: '', 'refused?': true};

/** @type {import('./client_types.js').Fit} */
export const fit = (shape, value) => {
  if (Object(shape) !== shape) return typeof value === typeof shape && value !== Infinity ? value : undefined;
  if (Object(value) !== value || Array.isArray(value) !== Array.isArray(shape)) return undefined;
  if (Array.isArray(shape)) return value.flatMap((/** @type {any} */ one) => fit(shape[0], one) ?? []);
  const {'*': other = '', ...known} = shape;
  const fitted = Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one === typeof other));
  for (const key in known) {
    const name = key.replace('?', '');
    const part = known[key];
    fitted[name] = fit(part, value[name]) ?? (name !== key && Array.isArray(part) ? [] : undefined);
    if (name === key && fitted[name] === undefined) return undefined;
  }
  return fitted;
};
