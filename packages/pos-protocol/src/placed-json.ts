// JSON with the line and column of every value, for files that people write and want to be told about. Never
// throws; a depth that no setting has ends the reading (RFC 8259).

export interface Place {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

export type PlacedJson = Place &
  (
    | { readonly kind: 'scalar'; readonly value: string | number | boolean | null }
    | { readonly kind: 'list'; readonly items: readonly PlacedJson[] }
    | { readonly kind: 'object'; readonly entries: readonly PlacedEntry[] }
  );

/** `line` and `column` are those of the name. */
export interface PlacedEntry extends Place {
  readonly name: string;
  readonly value: PlacedJson;
}

/** Where the text stops being JSON. */
export interface JsonProblem extends Place {
  readonly expected: string;
  readonly got: string;
}

const DEPTH_MAX = 16;
const STRING = String.raw`"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`;
const NUMBER = String.raw`-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?`;
const TOKEN = new RegExp(String.raw`${STRING}|${NUMBER}|true|false|null|[\{\}\[\]:,]`, 'uy');
const SPACE = /[ \t\r\n]*/y;

class Stop extends Error {
  readonly problem: JsonProblem;

  constructor(problem: JsonProblem) {
    super('not JSON');
    this.problem = problem;
  }
}

export function readPlacedJson(
  text: string,
): { readonly value: PlacedJson } | { readonly problem: JsonProblem } {
  const reader = new Reader(text);
  try {
    const value = reader.value(0);
    reader.end();
    return { value };
  } catch (error) {
    if (error instanceof Stop) return { problem: error.problem };
    throw error;
  }
}

class Reader {
  readonly #text: string;
  readonly #lineStarts: number[] = [0];
  #at = 0;
  /** The token to be read next; empty at the end. */
  #token = '';
  #tokenAt = 0;

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
    this.#advance();
  }

  value(depth: number): PlacedJson {
    const place = this.#place();
    if (depth > DEPTH_MAX) this.#stop(`at most ${DEPTH_MAX} levels`);
    if (this.#take('{')) return { ...place, kind: 'object', entries: this.#entries(depth) };
    if (this.#take('[')) return { ...place, kind: 'list', items: this.#items(depth) };
    if (this.#token === '' || /^[}\]:,]$/.test(this.#token)) this.#stop('a value');
    const value = JSON.parse(this.#token) as string | number | boolean | null;
    this.#advance();
    return { ...place, kind: 'scalar', value };
  }

  end(): void {
    if (this.#tokenAt < this.#text.length) this.#stop('the end');
  }

  #items(depth: number): PlacedJson[] {
    const items: PlacedJson[] = [];
    if (this.#take(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.#take(','));
    this.#expect(']');
    return items;
  }

  #entries(depth: number): PlacedEntry[] {
    const entries: PlacedEntry[] = [];
    if (this.#take('}')) return entries;
    do {
      const place = this.#place();
      if (!this.#token.startsWith('"')) this.#stop('a name in quotes');
      const name = JSON.parse(this.#token) as string;
      this.#advance();
      this.#expect(':');
      entries.push({ ...place, name, value: this.value(depth + 1) });
    } while (this.#take(','));
    this.#expect('}');
    return entries;
  }

  #take(sign: string): boolean {
    if (this.#token !== sign) return false;
    this.#advance();
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) this.#stop(`"${sign}"`);
  }

  #advance(): void {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#text);
    this.#tokenAt = SPACE.lastIndex;
    TOKEN.lastIndex = this.#tokenAt;
    this.#token = TOKEN.exec(this.#text)?.[0] ?? '';
    this.#at = this.#tokenAt + this.#token.length;
  }

  #place(): Place {
    let [low, high] = [0, this.#lineStarts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lineStarts[middle]! <= this.#tokenAt) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: this.#tokenAt - this.#lineStarts[low]! + 1 };
  }

  #stop(expected: string): never {
    const rest = this.#text.slice(this.#tokenAt, this.#tokenAt + 12).split('\n')[0] ?? '';
    const got = this.#tokenAt >= this.#text.length ? 'the end of the file' : rest;
    throw new Stop({ ...this.#place(), expected, got });
  }
}
