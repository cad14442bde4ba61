// One turn as it stands in the log.
import {leaf, moment, ticket} from './calendar.js';
import {box, h} from './dom.js';
import {sources} from './sources.js';
import {prose} from './text.js';

/** @type {UI.Bubble} */
export const own = (text, {words}) =>
  h('div', {class: 'own', 'aria-live': 'off'}, h('span', {class: 'unseen'}, words.you), ...prose(text, null));

/** @type {UI.Bubble} */
export const bot = (text, {words, clinic}, headings) =>
  box('bot', h('span', {class: 'unseen'}, words.assistant), ...prose(text, clinic, headings));

/** @type {UI.Message} */
export const message = ({id, at, text, replies}, desk) => {
  const {words, locale} = desk;
  const time = h('time', {datetime: at, 'aria-live': 'off'}, moment(at, locale));
  const drawn = box('turn', own(text, desk), time);
  for (const {text, custom} of replies) {
    const {kind, answers = [], booking} = custom ?? {};
    const many = answers.length > 1;
    if (text) drawn.append(bot(text, desk, many ? answers.map(({question = ''}) => question) : []));
    if (kind === 'emergency') drawn.classList.add('urgent');
    const extras = answers.map((answer) => sources(id, answer, many, desk));
    if (booking?.step === 'over' && booking.reference) {
      extras.push(box('card', leaf(booking, locale), ticket(words.yourReference, booking.reference, desk)));
    }
    if (extras.length) drawn.append(h('div', {class: 'extras', 'aria-live': 'off'}, ...extras));
  }
  return drawn;
};
