// The part of XML that packager files use: elements and attributes, comments, and a DOCTYPE that only names its
// DTD. Nothing is fetched and no entity but the five of XML itself is known, so none can expand. Depth is bounded.

import { ImportFault, shortened } from './import-fault.js';

export interface XmlElement {
  readonly name: string;
  /** Of its opening tag, from 1. */
  readonly line: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
}

const DEPTH_MAX = 32;
const NAME = /[A-Za-z_][-.\w:]*/y;
const SPACE = /\s*/y;
const ATTRIBUTE = /\s+([A-Za-z_][-.\w:]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The root element. Throws an ImportFault that names the line. */
export function readXml(text: string): XmlElement {
  const reader = new XmlReader(text);
  reader.prologue();
  const root = reader.element(0);
  reader.end();
  return root;
}

class XmlReader {
  readonly #text: string;
  #at = 0;
  /** Where the line count stands, and the line there: counted forward only. */
  #countedTo = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  prologue(): void {
    this.#betweenTags();
    if (!this.#text.startsWith('<!DOCTYPE', this.#at)) return;
    const end = this.#text.indexOf('>', this.#at);
    if (end < 0) throw this.#fault('a DOCTYPE without end');
    if (this.#text.slice(this.#at, end).includes('[')) {
      throw this.#fault('a DOCTYPE that declares something of its own is refused');
    }
    this.#at = end + 1;
    this.#betweenTags();
  }

  end(): void {
    this.#betweenTags();
    if (this.#at < this.#text.length) throw this.#fault('more behind the root element');
  }

  element(depth: number): XmlElement {
    if (depth > DEPTH_MAX) throw this.#fault(`more than ${DEPTH_MAX} levels`);
    const line = this.#lineHere();
    if (this.#text[this.#at] !== '<') throw this.#fault('expected an element');
    this.#at += 1;
    const name = this.#match(NAME)?.[0];
    if (name === undefined) throw this.#fault('expected the name of an element');
    const attributes = this.#attributes();
    this.#match(SPACE);
    if (this.#passes('/>')) return { name, line, attributes, children: [] };
    if (!this.#passes('>')) throw this.#fault(`a mistake in the tag of ${shortened(name)}`);
    return { name, line, attributes, children: this.#children(name, depth) };
  }

  #children(name: string, depth: number): XmlElement[] {
    const children: XmlElement[] = [];
    for (;;) {
      this.#betweenTags();
      if (this.#passes('</')) break;
      if (this.#at >= this.#text.length) throw this.#fault(`${shortened(name)} is never closed`);
      children.push(this.element(depth + 1));
    }
    if (this.#match(NAME)?.[0] !== name) throw this.#fault(`expected the end of ${shortened(name)}`);
    this.#match(SPACE);
    if (!this.#passes('>')) throw this.#fault(`expected the end of ${shortened(name)}`);
    return children;
  }

  #attributes(): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>();
    for (let found = this.#match(ATTRIBUTE); found !== null; found = this.#match(ATTRIBUTE)) {
      const [, name = '', double, single = ''] = found;
      if (attributes.has(name)) throw this.#fault(`attribute ${shortened(name)} twice`);
      attributes.set(name, this.#unescaped(double ?? single));
    }
    return attributes;
  }

  #unescaped(text: string): string {
    return text.replace(/&([^;&]{0,10});?/g, (_, name: string) => {
      const known = ENTITIES.get(name);
      if (known !== undefined) return known;
      const number = /^#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))$/.exec(name);
      const code = number === null ? -1 : Number.parseInt(number[1] ?? number[2]!, number[1] ? 16 : 10);
      if (code < 1 || code > 0x10ffff) throw this.#fault('an entity that is not of XML itself');
      return String.fromCodePoint(code);
    });
  }

  /** Space, comments, processing instructions, and text, which says nothing in these files. */
  #betweenTags(): void {
    for (;;) {
      const tag = this.#text.indexOf('<', this.#at);
      this.#at = tag < 0 ? this.#text.length : tag;
      if (this.#text.startsWith('<!--', this.#at)) this.#passTo('-->', 4);
      else if (this.#text.startsWith('<?', this.#at)) this.#passTo('?>', 2);
      else return;
    }
  }

  #passTo(end: string, opening: number): void {
    const at = this.#text.indexOf(end, this.#at + opening);
    if (at < 0) throw this.#fault('a comment or instruction without end');
    this.#at = at + end.length;
  }

  #passes(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }

  #lineHere(): number {
    for (; this.#countedTo < this.#at; this.#countedTo += 1) {
      if (this.#text[this.#countedTo] === '\n') this.#line += 1;
    }
    return this.#line;
  }

  #fault(what: string): ImportFault {
    return new ImportFault(this.#lineHere(), what);
  }
}
