// The words of the API, and the parts of the widget's client. For readers and the type checker: no browser loads this file.

export type Scope = Window & typeof globalThis;
export type StorageLike = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export interface Choice {
  title: string;
  payload: string;
}

export interface Source {
  section?: string;
  title?: string;
  heading?: string;
  publisher?: string;
  updated_on?: string;
  reviewed_on?: string;
}

export interface Answer {
  id: string;
  question?: string;
  evidence?: string;
  evidence_text?: string;
  reviewed?: boolean;
  sources: Source[];
}

/** A step of booking; what a step does not have is an empty list, or missing. */
export interface Booking {
  step: string;
  zones: string[];
  zone?: string;
  slots: {title: string; start: string}[];
  slot?: string;
  questions: string[];
  reference?: string;
}

export interface Custom {
  kind: string;
  answers: Answer[];
  suggestions: Choice[];
  booking?: Booking;
}

export interface Reply {
  text: string;
  custom?: Custom;
  suggestions: Choice[];
}

export interface Turn {
  id: string;
  seq: number;
  at: string;
  text: string;
  replies: Reply[];
}

export interface Clinic {
  name?: string;
  phone?: string;
  email?: string;
  hours?: string;
  urgent_phone?: string;
  urgent_hours?: string;
  emergency_number?: string;
  crisis_line?: {name: string; contact: string};
}

export interface Config {
  clinic: Clinic;
  intro: string;
  privacy: {version: string; text: string};
  topics: Choice[];
  limits: {text?: number; renew_before?: number};
}

export interface Receipt {
  receipt: string;
  at: string;
  deleted: Record<string, number>;
  note?: string;
}

/** The tokens of a conversation, as they are kept; `renew_at` in milliseconds since 1970. */
export interface Session {
  conversation: string;
  token: string;
  renewal: string;
  renew_at: number;
}

/** What was typed and not answered, as it is kept. */
export interface Entry {
  id: string;
  text: string;
  at: string;
  refused?: boolean;
}

/** The same as the page sees it. */
export interface Pending {
  id: string;
  text: string;
  at: string;
  state: 'queued' | 'sending' | 'failed';
  why?: 'offline' | 'server' | 'refused' | 'too_many';
}

/** waiting: the server does not answer, and is asked again and again. */
export type State = 'idle' | 'online' | 'offline' | 'waiting' | 'gone';

/** fresh: nobody can have seen it yet; false for the history that is loaded at the beginning. */
export type TurnEvent = CustomEvent<Turn> & {fresh: boolean};

export interface Asked {
  token?: string;
  body?: object;
  /** what the answer is cut down to, see `fit`; '' for plain text */
  shape?: unknown;
}

/** The one seam to the server. */
export interface Client {
  /** What the server says. Raises Problem; the request may have arrived all the same. */
  ask(method: string, path: string, asked?: Asked): Promise<any>;
  /** Cut what is on its way. */
  stop(): void;
}

/** What the browser keeps for us: JSON by name. */
export interface Memory {
  prefix: string;
  /** Undefined or null when there is none, or no JSON. */
  get(name: string): any;
  set(name: string, value: unknown): void;
  /** Move what had to wait for consent, or for room, to storage. */
  settle(): void;
  remove(name: string): void;
  /** Names of what is kept and begins with `start`. */
  names(start?: string): string[];
}

/** What was typed and not yet answered. */
export interface Outbox {
  /** All, in the order they were typed. */
  list(): Entry[];
  /** The one to deliver now. */
  next(): Entry | undefined;
  /** Queue `text` behind all others; returns its id, made here, once. */
  add(text: string): string;
  remove(id: string): void;
  /** The server will not have it: the next ones go on. */
  refuse(entry: Entry): void;
}

/** The tokens of one conversation, shared by all tabs. */
export interface Sessions {
  /** Seconds before its end that a token is renewed, when there is something to ask. */
  renewBefore: number;
  current(): Session | undefined;
  /** Whether the conversation has ended, and nobody has begun another. */
  over(): boolean;
  /** Begin a conversation, under this version of the privacy text. Raises Problem. */
  begin(privacy: string): Promise<Session>;
  /** Ask in the name of the conversation. Raises Problem, with status 410 when it is over. */
  ask(method: string, path: string, asked?: Asked): Promise<any>;
  /** Let the next message begin a conversation. */
  leave(): void;
}

/** What delivery works with. */
export interface Parts {
  scope: Scope;
  memory: Memory;
  outbox: Outbox;
  sessions: Sessions;
  /** Make sure of a conversation; false when the visitor has to agree first. Raises Problem. */
  begin(): Promise<boolean>;
  /** A turn is new here. */
  turned(turn: Turn, fresh: boolean): void;
  /** Anything may have changed. */
  changed(): void;
}

/** What was said, and how delivery stands. */
export interface Log {
  /** The server's: each once, in order; never stored. */
  turns: Turn[];
  /** The conversation they belong to. */
  conversation: string;
  /** The server may know more. */
  stale: boolean;
  loading?: Promise<void>;
  /** Id of the message on its way. */
  sending: string;
  /** Why the server could not be reached. */
  trouble?: {status: number};
  /** The server has answered since the page was opened. */
  met: boolean;
  last(): number;
  /** Forget all turns; those of `conversation` are next. */
  forget(conversation?: string): void;
  /** Do now what there is to do. */
  wake(): void;
  /** Another tab has queued something: its own to deliver, unless it was closed. */
  standBy(): void;
  stop(): void;
}

/** What a page can do with a conversation. Anything that asks the server at once raises Problem when that fails. */
export interface Talk {
  /** The server's words and limits, asked once. */
  config(): Promise<Config>;
  /** Whether the privacy text was agreed to; once config() is here: this version of it. Nothing is stored before. */
  readonly agreed: boolean;
  /** Agree to the text of config(), and send what was typed before. */
  agree(): void;
  readonly turns: Turn[];
  /** What has no turn yet. Of a conversation that is over: failed, because of the server, until send() or retry(). */
  readonly pending: Pending[];
  readonly unread: number;
  /** All turns have been read: told to other tabs and pages. */
  seen(): void;
  readonly state: State;
  /** What is being typed. */
  draft: string;
  /** Load what is new and deliver what is queued. Never raises; ends when the history is here, or `state` says why not. */
  open(): Promise<void>;
  /** Queue `text`: delivered once, after what was queued before; begins a conversation when the last one is over. */
  send(text: string): Pending;
  /** Try again now. What was refused goes to the end of the queue, under another id. */
  retry(id: string): void;
  discard(id: string): void;
  /** Say whether an answer helped; null takes it back. */
  feedback(turn: string, answer: string, helpful: boolean | null): Promise<unknown>;
  /** Plain text. */
  transcript(): Promise<string>;
  /** Everything the server holds. */
  exported(): Promise<object>;
  /** Delete everything, there and here; null when the server held nothing any more. When it fails, nothing is forgotten. */
  remove(): Promise<Receipt | null>;
  /** Stop timers, requests and listeners. */
  close(): void;
}

/**
 * What a conversation tells. 'state' also comes when `agreed` changes. 'gone': the conversation is over; removed: because another
 * tab deleted everything, and `turns` is empty. Else they stay until a message begins the next conversation.
 */
export interface TalkEvents {
  turn: TurnEvent;
  pending: CustomEvent<Pending[]>;
  unread: CustomEvent<number>;
  state: CustomEvent<State>;
  gone: CustomEvent<{removed: boolean}>;
}

export type MakeClient = (base: string, scope: Scope, timeout: number) => Client;
/** storage: raises where the browser blocks it. */
export type MakeMemory = (host: string, storage: () => StorageLike) => Memory;
export type MakeOutbox = (memory: Memory, crypto: Crypto) => Outbox;
export type MakeSessions = (client: Client, memory: Memory) => Sessions;
export type MakeLog = (parts: Parts) => Log;
/**
 * Run `work` while no other tab does. Without Web Locks (plain http) a lease in storage has to do: it has no compare-and-set and
 * may run out. Two tabs may then send the same message, under the same id, and the server answers it once.
 */
export type Alone = (scope: Scope, memory: Memory, work: () => Promise<void>) => Promise<void>;
/**
 * The value cut down to the shape; undefined when it does not fit. Shapes: an example of a plain value, [one] for a list (less
 * what does not fit), or an object of shapes: 'key?' may be missing (a list is then empty), '*' is for all others (texts).
 */
export type Fit = (shape: any, value: any) => any;
