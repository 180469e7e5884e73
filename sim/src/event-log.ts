// Everything that happens in a world, one line each: hashed as it comes, so that two runs can be compared by one
// number, and the last lines kept, for whoever has to find out what went wrong.

import { createHash } from 'node:crypto';

const LINES_KEPT = 400;
/** Characters that are hashed at a time. */
const HASHED_AT_ONCE = 65_536;

export class EventLog {
  readonly #hash = createHash('sha256');
  readonly #last: string[] = [];
  #next = 0;
  #unhashed = '';
  readonly #now: () => number;
  readonly #tell: ((line: string) => void) | undefined;

  /** @param tell is told of every line, for whoever plays a world again to look into it */
  constructor(now: () => number, tell?: (line: string) => void) {
    this.#now = now;
    this.#tell = tell;
  }

  note(line: string, bytes?: Uint8Array): void {
    const text = `${this.#now()} ${line}`;
    this.#unhashed += text;
    if (bytes !== undefined) this.#unhashed += latin1(bytes);
    if (this.#unhashed.length >= HASHED_AT_ONCE) this.#takeUp();
    this.#last[this.#next] = text;
    this.#next = (this.#next + 1) % LINES_KEPT;
    this.#tell?.(text);
  }

  /** The last lines, oldest first. */
  get last(): readonly string[] {
    return [...this.#last.slice(this.#next), ...this.#last.slice(0, this.#next)];
  }

  /** Of all lines and bytes so far: 64 hexadecimal digits. */
  digest(): string {
    this.#takeUp();
    return this.#hash.copy().digest('hex');
  }

  #takeUp(): void {
    this.#hash.update(this.#unhashed);
    this.#unhashed = '';
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
