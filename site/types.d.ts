// The shapes that pass between the modules. For the type checker only.

/** One row of the list, every field checked. Unknown texts are ""; track and artist never both. */
export interface Listen {
  member: string;
  artist: string;
  album: string;
  track: string;
  /** https only */
  image: string | null;
  /** http or https only */
  url: string | null;
  nowPlaying: boolean;
  /** Unix milliseconds */
  playedAt: number | null;
}

export interface Listed {
  kind: 'listed';
  listens: Listen[];
  /** Unix milliseconds */
  lastUpdated: number | null;
  stale: boolean;
}

/** There is a list, and nobody is on it. */
export interface Silent {
  kind: 'silent';
  lastUpdated: number;
  stale: boolean;
}

/** There has been no refresh yet. */
export interface Warming {
  kind: 'warming';
}

export interface Failed {
  kind: 'failed';
  /** 'unlisted': the server answers, and cannot read its list */
  cause: 'unreachable' | 'timeout' | 'status' | 'unreadable' | 'unlisted';
  /** HTTP; 0 unless the cause is 'status' */
  status: number;
}

/** What came of asking the API once. */
export type Answer = Listed | Silent | Warming | Failed;

/** A row of the page as the server has rendered it. */
export interface ServedRow {
  element: HTMLLIElement;
  listen: Listen;
}

/** The list that came with the page. */
export interface Served {
  answer: Answer;
  rows: ServedRow[];
  /** Unix milliseconds; null when the page does not say */
  renderedAt: number | null;
}

export interface View {
  /** The last answer that is good to show. */
  settled: Listed | Silent | null;
  /** null while the first is under way */
  latest: Answer | null;
}

/** The line under the summary: lead, a time, rest. */
export interface Freshness {
  lead: string;
  /** Unix milliseconds */
  at: number | null;
  as: 'relative' | 'moment';
  rest: string;
}

export interface Wording {
  tone: 'warming' | 'fresh' | 'stale' | 'failed';
  /** "" where the panel says it */
  summary: string;
  freshness: Freshness | null;
  /** Stands in for the list. */
  panel: { title: string; text: string } | null;
  canRetry: boolean;
}

/** What the refresher needs of the world. Times are milliseconds. */
export interface Surroundings {
  /** must not reject */
  request: () => Promise<Answer>;
  isVisible: () => boolean;
  now: () => number;
  setTimer: (run: () => void, delayMs: number) => number;
  clearTimer: (timer: number) => void;
  onAsk: () => void;
  onAnswer: (answer: Answer) => void;
}

/** Who shows what a source has. */
export interface Follower {
  /** after every answer */
  show: (view: View) => void;
  /** now and then, while the page is looked at */
  tick: (now: number) => void;
  showAsking?: () => void;
}

/** Times in the reader's language and zone. */
export interface TimeWords {
  /** what the words are written in, for `lang` */
  lang: string;
  /** "Thursday, December 4, 2025 at 2:20:00 PM UTC" */
  exact: (at: number) => string;
  /** "2:20 PM", with the date when that is not today */
  moment: (at: number, now: number) => string;
  /** "5 minutes ago" */
  relative: (at: number, now: number) => string;
}

export interface Row {
  element: HTMLLIElement;
  /** Shows another listen; says whether anything differed. */
  show: (listen: Listen, now: number) => boolean;
  /** Lets the relative time move on. */
  tick: (now: number) => void;
}
