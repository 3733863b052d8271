/** A part of the past, epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What the page is about: the last so many milliseconds, or a part of the past. */
export type Period = { readonly windowMs: number } | Span;

/** Where the page is: all that a link carries. It holds no secret, so that it can be given to a colleague. */
export interface Address {
  readonly screen: string;
  /** The session, the connection or the alert that the screen is about. */
  readonly id: string | null;
  readonly period: Period;
  /** A part of the period that is looked at more closely. */
  readonly pick: Span | null;
  /** What a list is searched for, and how it is sorted and filtered. */
  readonly filters: Readonly<Partial<Record<Filter, string>>>;
}

const FILTERS = ['q', 'sort', 'kind', 'peer', 'touched'] as const;
export type Filter = (typeof FILTERS)[number];

/** An hour: as far as a gateway's finest buckets reach. */
export const LAST_HOUR_MS = 3_600_000;
const MIN_WINDOW_MS = 10_000;
const MAX_WINDOW_MS = 172_800_000;
/** The year 2200: later than any instant that a link can name. */
const MAX_INSTANT = 7_258_118_400_000;
const MAX_CHARS = 200;

export const isSpan = (period: Period): period is Span => 'from' in period;

/** Where a page begins. */
export const HOME: Address = {
  screen: 'overview',
  id: null,
  period: { windowMs: LAST_HOUR_MS },
  pick: null,
  filters: {},
};

/** Reads the part of an address after the `#`. A link comes from anywhere: what makes no sense is left out. */
export function parseAddress(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#/, '').slice(0, 2_000).split('?', 2);
  const [screen = '', id = ''] = path.split('/', 2);
  const params = new URLSearchParams(query);
  const windowMs = Number(params.get('window'));
  const filters = Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = params.get(name)?.slice(0, MAX_CHARS);
      return value ? [[name, value]] : [];
    }),
  );
  return {
    screen: screen || HOME.screen,
    id: decoded(id).slice(0, MAX_CHARS) || null,
    period:
      spanOf(params.get('from'), params.get('to')) ??
      (windowMs >= MIN_WINDOW_MS && windowMs <= MAX_WINDOW_MS ? { windowMs: Math.round(windowMs) } : HOME.period),
    pick: spanOf(...((params.get('pick') ?? '').split('-', 2) as [string?, string?])),
    filters,
  };
}

/** The address as a link: `#peers?from=…&to=…&q=10.20`. */
export function toHash({ screen, id, period, pick, filters }: Address): string {
  const params = new URLSearchParams();
  if (isSpan(period)) {
    params.set('from', String(period.from));
    params.set('to', String(period.to));
  } else if (period.windowMs !== LAST_HOUR_MS) {
    params.set('window', String(period.windowMs));
  }
  if (pick) params.set('pick', `${pick.from}-${pick.to}`);
  for (const name of FILTERS) if (filters[name]) params.set(name, filters[name]);
  const query = params.toString();
  return `#${screen}${id === null ? '' : `/${encodeURIComponent(id)}`}${query && `?${query}`}`;
}

/** Another place with the same period. Filters belong to their screen, and a closer look to its period. */
export function placed(from: Address, { screen = from.screen, ...change }: Partial<Address>): Address {
  return {
    screen,
    id: null,
    period: from.period,
    pick: null,
    filters: {},
    ...change,
  };
}

function spanOf(from: string | null | undefined, to: string | null | undefined): Span | null {
  if (!/^\d{1,14}$/.test(from ?? '') || !/^\d{1,14}$/.test(to ?? '')) return null;
  const span = { from: Number(from), to: Number(to) };
  return span.to > span.from && span.to <= MAX_INSTANT ? span : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
