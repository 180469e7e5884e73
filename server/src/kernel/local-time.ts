// Times on the wire are local to the acquirer and carry no year (fields 12, 13, 15). The host keeps
// milliseconds since 1970 UTC and turns them into local text here.

export interface LocalTime {
  /** YYYYMMDD */
  readonly date: string;
  /** hhmmss */
  readonly time: string;
}

/** A function from UTC milliseconds to the local date and time of one zone. */
export function localTimeIn(timeZone: string): (at: number) => LocalTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  // A payment path asks several times within one second, and the formatter is the slow part.
  let second = Number.NaN;
  let kept: LocalTime = { date: '', time: '' };
  return (at) => {
    const now = Math.floor(at / 1000);
    if (now !== second) {
      const part: Record<string, string> = {};
      for (const { type, value } of format.formatToParts(at)) part[type] = value;
      kept = {
        date: `${part.year}${part.month}${part.day}`,
        time: `${part.hour}${part.minute}${part.second}`,
      };
      second = now;
    }
    return kept;
  };
}

/** The day before a YYYYMMDD date, in the civil calendar. */
export function dayBefore(date: string): string {
  return shifted(date, -86_400_000);
}

/** The day after it. */
export function dayAfter(date: string): string {
  return shifted(date, 86_400_000);
}

function shifted(date: string, byMs: number): string {
  const at = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)));
  return new Date(at + byMs).toISOString().slice(0, 10).replaceAll('-', '');
}
