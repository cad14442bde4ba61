// The parts of the panel, and what passes between them. For readers and the type checker: no browser loads this file.

declare namespace UI {
  type Answer = import('./client_types').Answer;
  type Booking = import('./client_types').Booking;
  type Choice = import('./client_types').Choice;
  type Clinic = import('./client_types').Clinic;
  type Config = import('./client_types').Config;
  type Pending = import('./client_types').Pending;
  type Receipt = import('./client_types').Receipt;
  type Source = import('./client_types').Source;
  type State = import('./client_types').State;
  type Talk = import('./client_types').Talk;
  type Turn = import('./client_types').Turn;
  type TurnEvent = import('./client_types').TurnEvent;
  type Conversation = import('./conversation').Conversation;
  type HairlineChat = import('./widget').HairlineChat;

  /** All texts of the widget itself; another language is another table of the same keys. */
  type Words = typeof import('./strings').ENGLISH;

  /** What the element lends to the rest. */
  interface Shell {
    host: HairlineChat;
    root: ShadowRoot;
    panel: HTMLElement;
    launcher: HTMLElement;
    base: string;
    /** Where the panel covers the page: a media query. */
    narrow: string;
    /** Remember for the tab's next page how the panel stands: "open", "busy" (something is on its way), unread. */
    keep(state: string): unknown;
  }

  /** What the element does with the rest. */
  interface App {
    show(focus: boolean): void;
    hide(): void;
    /** The element left the page for good. */
    end(): void;
  }

  /** What every part needs to draw: words, the patient's language, the clinic's numbers, and who to turn to. */
  interface Desk {
    words: Words;
    locale: string;
    clinic: Clinic;
    /** Send a message, as if it had been typed. */
    say(text: string): void;
    /** Tell what is going on to who cannot see it. */
    tell(text: string): unknown;
    /** Whether an answer helped; true when the server noted it. */
    vote(turn: string, answer: string, helpful: boolean | null): Promise<boolean>;
  }

  type Child = Node | string | false | 0 | null | undefined;
  /** null, undefined and (but for aria-*) false take an attribute away. */
  type Attributes = Record<string, string | number | boolean | null | undefined>;
  /** An element, without markup: children become text nodes, attributes come from a list. */
  type H = <K extends keyof HTMLElementTagNameMap>(
    tag: K,
    attributes?: Attributes,
    ...children: Child[]
  ) => HTMLElementTagNameMap[K];
  type SetAttributes = <E extends Element>(element: E, attributes: Attributes) => E;
  type Box = (look: string, ...children: Child[]) => HTMLElement;
  type Button = (label: Child, press: () => void, attributes?: Attributes) => HTMLButtonElement;
  type Card = (text: string, ...parts: Child[]) => HTMLElement;
  type Fill = (text: string, values: object) => string;

  /** Numbers to call, most urgent first, by what they are for: emergency, urgent, crisis, phone. */
  type Numbers = (clinic: Clinic) => [string, string][];
  /** A text cut into plain pieces and links: the clinic's own numbers and address, and https. */
  type Pieces = (text: string, clinic: Clinic) => {text: string; href?: string}[];
  /** The only place that makes links; of another scheme it makes none. */
  type Link = (href: string, ...label: Child[]) => HTMLAnchorElement;
  /** Paragraphs and lists of a text. clinic: whose numbers become links (null: none). headings: titles. */
  type Prose = (text: string, clinic: Clinic | null, headings?: string[]) => HTMLElement[];
  type Blocks = (text: string) => {list: boolean; lines: string[]}[];
  /** A time in words; what is none comes back as it is. */
  type Told = (iso: string, locale: string, options: Intl.DateTimeFormatOptions) => string;

  type Message = (turn: Turn, desk: Desk) => HTMLElement;
  /** What the patient wrote has no links, and is not read out to who just typed it. */
  type Bubble = (text: string, desk: Desk, headings?: string[]) => HTMLElement;
  /** named: one of several answers, so say which. Sections of one article stand together. */
  type Sources = (turn: string, answer: Answer, named: boolean, desk: Desk) => HTMLElement;
  type MakeLog = (desk: Desk, next: HTMLElement, talk: Talk) => LogView;
  interface LogView {
    node: HTMLElement;
    /** Show the end; of a turn that is taller than the view, its beginning. */
    follow(turn?: string): void;
    /** Whether what is added is read out: not the history, and not what is merely shown again. */
    live(on: boolean): unknown;
    typing(shown: boolean): void;
    /** Forget all; the bot introduces itself. */
    begin(intro: string): void;
    /** Draw the turns that are not there yet. */
    add(turns: Turn[]): void;
    pending(entries: Pending[]): void;
  }

  interface Composer {
    node: HTMLElement;
    field: HTMLTextAreaElement;
    text: string;
  }
  type MakeComposer = (
    words: Words,
    act: {send(text: string): void; typed(text: string): void; limit(): number},
  ) => Composer;

  interface Status {
    node: HTMLElement;
    /** For the ear: what is seen anyhow. */
    say(text: string): unknown;
    /** For the eye too: '' when all is well. */
    trouble(text: string, phone?: string, retry?: () => void): void;
  }
  type MakeStatus = (words: Words) => Status;
  /** What to tell about the state of the conversation; '' when all is well. */
  type Notice = (state: State, pending: Pending[], words: Words) => string;

  /** Whether somebody may be in danger: the last turn says so. */
  type InDanger = (last: Turn | undefined) => boolean;
  /** The card that stays in view meanwhile. */
  type MakeEmergency = (
    desk: Desk,
    say: (text: string) => void,
  ) => {node: HTMLElement; show(last: Turn | undefined): void};

  /** What is kept and why, before the first message goes out. */
  type Consent = (words: Words, config: Config, agree: () => void, later: () => void) => HTMLElement;
  /** What can be chosen after the last reply. */
  type MakeNext = (desk: Desk) => {
    node: HTMLElement;
    /** Draw anew unless `key` is there already: what is half typed in a form stays. */
    draw(key: string, parts: () => Child[]): void;
    topics(topics: Choice[]): Child[];
    after(turn: Turn): Child[];
  };
  /**
   * The controls of a step of booking, and the choices that they do not stand for. Whatever is chosen goes out as the
   * text one could have typed. text: of the reply.
   */
  type Step = (booking: Booking, choices: Choice[], text: string, desk: Desk) => {card?: HTMLElement; rest: Choice[]};
  /**
   * A question that buttons answer; the first of them goes on, unless it takes something away. What the reply lists is
   * not listed again.
   */
  type Decision = (booking: Booking, choices: Choice[], text: string, desk: Desk) => HTMLElement;
  type Draw<T> = (it: T, desk: Desk) => HTMLElement;
  /** The day as a leaf of a calendar, and the time beside it. */
  type Leaf = (booking: Booking, locale: string) => Child;
  /** Something to keep, large, with a button that copies it. */
  type Ticket = (label: string, text: string, desk: Desk) => HTMLElement;

  interface Field {
    field: HTMLInputElement;
    box: HTMLElement;
    problem: HTMLElement;
    /** What is wrong with an entry; '' when nothing is. */
    wrong?(text: string): string;
  }
  /** The server judges what was entered; here only what is plainly no answer is sent back. */
  type TextField = (label: string, attributes: Attributes, wrong?: (text: string) => string) => Field;
  type MakeForm = (asked: Field, label: string, desk: Desk) => HTMLFormElement;

  interface Privacy {
    node: HTMLElement;
    show(config: Config): void;
  }
  type MakePrivacy = (desk: Desk, talk: Conversation, back: () => void, removed: () => void) => Privacy;
  /** A button for what may fail. work: returns what to tell when it is done. */
  type Action = (label: string, work: () => Promise<string | void> | void, look?: string) => HTMLElement;
  type Slip = (receipt: Receipt | null, desk: Desk) => HTMLElement;

  interface Menu {
    node: HTMLElement;
    focus(): void;
    /** Whether it was open. */
    close(): boolean;
    phone(number?: string): unknown;
    /** Nothing but help is offered in danger. */
    danger(on: boolean): unknown;
  }
  type MakeMenu = (words: Words, act: {topics(): void; privacy(): void}) => Menu;

  interface Panel {
    title: HTMLElement;
    show(focus: boolean): void;
    hide(): void;
    end(): void;
  }
  /**
   * Beside the page the panel is not modal: one can go on reading there. Where it covers the page, it is: the page must
   * not take the focus then. The keyboard of a phone covers both: only the visual viewport knows what is left.
   * Opening takes the focus to the field, as in any chat: name and description of the dialog ("not a person") are read
   * on the way in. On a touch screen that would raise the keyboard over the greeting: there it goes to the heading.
   * A button that was used goes, and the focus waits where the next ones come.
   * focus: what takes it on opening; escape: whether Esc had something smaller to close.
   */
  type MakePanel = (
    shell: Shell,
    words: Words,
    parts: {menu: HTMLElement; views: HTMLElement[]; focus(): HTMLElement; escape(): boolean},
  ) => Panel;
}
