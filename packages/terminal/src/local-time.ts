// Local dates and times of a terminal as its messages write them. The zone is a fixed offset: China has no
// daylight saving time.

export interface LocalTime {
  /** YYYYMMDD. */
  readonly date: string;
  /** F13. */
  readonly mmdd: string;
  /** F12. */
  readonly hhmmss: string;
}

const MINUTE_MS = 60_000;

export function localTime(nowMs: number, utcOffsetMinutes: number): LocalTime {
  const digits = new Date(nowMs + utcOffsetMinutes * MINUTE_MS).toISOString().replace(/\D/g, '');
  return { date: digits.slice(0, 8), mmdd: digits.slice(4, 8), hhmmss: digits.slice(8, 14) };
}

/**
 * The moment that a host's F13 and F12 mean: they carry no year, so it is the one nearest to this machine's
 * own time. Undefined when they are no date and time.
 */
export function momentOf(
  mmdd: string,
  hhmmss: string,
  nowMs: number,
  utcOffsetMinutes: number,
): number | undefined {
  const year = new Date(nowMs).getUTCFullYear();
  const part = (text: string, at: number): number => Number(text.slice(at, at + 2));
  const moments = [year - 1, year, year + 1]
    .map((candidate) => {
      const date = [candidate, part(mmdd, 0) - 1, part(mmdd, 2)] as const;
      const time = [part(hhmmss, 0), part(hhmmss, 2), part(hhmmss, 4)] as const;
      return Date.UTC(...date, ...time) - utcOffsetMinutes * MINUTE_MS;
    })
    // Date.UTC turns 31 February into March: only what reads back the same is a date.
    .filter((moment) => {
      const back = localTime(moment, utcOffsetMinutes);
      return back.mmdd === mmdd && back.hhmmss === hhmmss;
    });
  return moments.sort((a, b) => Math.abs(a - nowMs) - Math.abs(b - nowMs))[0];
}

/** `YYYY-MM-DD hh:mm:ss`. */
export function dateTimeText({ date, hhmmss }: LocalTime): string {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(date)!;
  const [, hours, minutes, seconds] = /^(\d\d)(\d\d)(\d\d)$/.exec(hhmmss)!;
  return `${year}-${month}-${day} ${hours}:${minutes}:${seconds}`;
}
