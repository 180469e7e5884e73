// JSON (RFC 8259) with the line of every value, so that an importer can say where a spec is wrong. Depth is
// bounded; time grows with the length of the text.

import { ImportFault } from './import-fault.js';

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonNode[]
  | ReadonlyMap<string, JsonNode>;

export interface JsonNode {
  /** From 1. */
  readonly line: number;
  readonly value: JsonValue;
}

const DEPTH_MAX = 32;
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Throws an ImportFault that names the line. */
export function readJson(text: string): JsonNode {
  const reader = new JsonReader(text);
  const node = reader.value(0);
  reader.end();
  return node;
}

class JsonReader {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) throw this.#fault('more text behind the end');
  }

  value(depth: number): JsonNode {
    this.#space();
    if (depth > DEPTH_MAX) throw this.#fault(`more than ${DEPTH_MAX} levels`);
    const line = this.#line;
    const character = this.#text[this.#at];
    if (character === '{') return { line, value: this.#object(depth) };
    if (character === '[') return { line, value: this.#array(depth) };
    if (character === '"') return { line, value: this.#string() };
    return { line, value: this.#scalar() };
  }

  #fault(what: string): ImportFault {
    return new ImportFault(this.#line, `not JSON: ${what}`);
  }

  #space(): void {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at]!;
      if (character === '\n') this.#line += 1;
      else if (character !== ' ' && character !== '\t' && character !== '\r') return;
    }
  }

  /** Whether the next character is this one; then it is passed. */
  #takes(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #object(depth: number): ReadonlyMap<string, JsonNode> {
    const entries = new Map<string, JsonNode>();
    this.#at += 1;
    if (this.#takes('}')) return entries;
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') throw this.#fault('expected a name in quotes');
      const name = this.#string();
      if (entries.has(name)) throw new ImportFault(this.#line, 'the same name twice in one object');
      if (!this.#takes(':')) throw this.#fault('expected a colon');
      entries.set(name, this.value(depth + 1));
    } while (this.#takes(','));
    if (!this.#takes('}')) throw this.#fault('expected a comma or the end of the object');
    return entries;
  }

  #array(depth: number): readonly JsonNode[] {
    const items: JsonNode[] = [];
    this.#at += 1;
    if (this.#takes(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.#takes(','));
    if (!this.#takes(']')) throw this.#fault('expected a comma or the end of the array');
    return items;
  }

  /** The end is looked for here, what stands between is read by the language's own parser. */
  #string(): string {
    const start = this.#at;
    this.#at += 1;
    while (this.#text[this.#at] !== '"') {
      if (this.#at >= this.#text.length || this.#text[this.#at] === '\n')
        throw this.#fault('a text without end');
      this.#at += this.#text[this.#at] === '\\' ? 2 : 1;
    }
    this.#at += 1;
    return this.#parsed(this.#text.slice(start, this.#at)) as string;
  }

  #scalar(): number | boolean | null {
    const start = this.#at;
    while (/[-+.0-9A-Za-z]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    const text = this.#text.slice(start, this.#at);
    const word = WORDS.get(text);
    return word !== undefined ? word : (this.#parsed(text) as number);
  }

  #parsed(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw this.#fault('expected a value');
    }
  }
}
