// Finds any of many byte strings in one pass (Aho and Corasick, CACM 18(6), 1975). Bytes come in pieces; the
// search goes on from its position. Bytes that are `ignored` count as not there, as long as few stand together.

/** Called with the number of the pattern, and the offset behind it in the bytes of this call. */
export type Found = (pattern: number, end: number) => void;

const NONE = -1;
const BYTE_VALUES = 256;
/** 1 MB of rows: they should stay in the processor's cache. */
const NODES_WITH_ROW = 1024;

/** Where a search stands between two pieces of one text; a fresh one starts a new text. */
export interface SearchPosition {
  node: number;
  /** Ignored bytes passed over since the last one that counts. */
  ignored: number;
}

export class ByteSearch {
  /** The trie: node 0 is the root; children of a node are a list through `#sibling`. */
  readonly #byte: Uint8Array;
  readonly #child: Int32Array;
  readonly #sibling: Int32Array;
  /** The node of the longest proper suffix that is in the trie. */
  readonly #fail: Int32Array;
  /** The first pattern that ends at a node; patterns with the same bytes are a list through `#next`. */
  readonly #ends: Int32Array;
  readonly #next: Int32Array;
  /** The nearest node, itself or along `#fail`, where a pattern ends; 0 for none. */
  readonly #hit: Int32Array;
  readonly #fromRoot: Int32Array = new Int32Array(BYTE_VALUES);
  /** Nodes near the root, where most bytes fall, have a row: the next node for every byte. Else NONE. */
  readonly #rowOf: Int32Array;
  readonly #rows: Int32Array;
  readonly #isIgnored: Uint8Array = new Uint8Array(BYTE_VALUES);
  readonly #ignoredRun: number;
  #nodes = 1;

  /** `ignoredRun`: as many ignored bytes in a row are passed over; one more, and the search starts anew. */
  constructor(
    patterns: readonly Uint8Array[],
    options: { readonly ignored: Uint8Array; readonly ignoredRun: number } = {
      ignored: new Uint8Array(),
      ignoredRun: 0,
    },
  ) {
    const most = patterns.reduce((sum, pattern) => sum + pattern.length, 1);
    this.#byte = new Uint8Array(most);
    this.#child = new Int32Array(most);
    this.#sibling = new Int32Array(most);
    this.#fail = new Int32Array(most);
    this.#hit = new Int32Array(most);
    this.#ends = new Int32Array(most).fill(NONE);
    this.#next = new Int32Array(patterns.length).fill(NONE);
    for (const byte of options.ignored) this.#isIgnored[byte] = 1;
    this.#ignoredRun = options.ignoredRun;
    for (const [number, pattern] of patterns.entries()) this.#add(number, pattern);
    this.#rowOf = new Int32Array(this.#nodes).fill(NONE);
    this.#rows = new Int32Array(Math.min(this.#nodes, NODES_WITH_ROW) * BYTE_VALUES);
    this.#link();
  }

  /** Searches `bytes[from..to)`, which follow what `position` has seen, and moves it on. */
  search(position: SearchPosition, bytes: Uint8Array, from: number, to: number, found: Found): void {
    // Locals: this loop sees every byte of everything that is scanned.
    const byteOf = this.#byte;
    const child = this.#child;
    const sibling = this.#sibling;
    const fail = this.#fail;
    const hit = this.#hit;
    const isIgnored = this.#isIgnored;
    const rowOf = this.#rowOf;
    const rows = this.#rows;
    let state = position.node;
    let ignored = position.ignored;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at]!;
      if (isIgnored[byte] === 1) {
        ignored += 1;
        if (ignored > this.#ignoredRun) state = 0;
        continue;
      }
      ignored = 0;
      let row = rowOf[state]!;
      let node = 0;
      while (row === NONE) {
        node = child[state]!;
        while (node !== 0 && byteOf[node] !== byte) node = sibling[node]!;
        if (node !== 0) break;
        state = fail[state]!;
        row = rowOf[state]!;
      }
      state = row === NONE ? node : rows[row + byte]!;
      for (let end = hit[state]!; end !== 0; end = hit[fail[end]!]!) this.#report(end, at + 1, found);
    }
    position.node = state;
    position.ignored = ignored;
  }

  #report(node: number, end: number, found: Found): void {
    for (let pattern = this.#ends[node]!; pattern !== NONE; pattern = this.#next[pattern]!)
      found(pattern, end);
  }

  #add(number: number, pattern: Uint8Array): void {
    if (pattern.length === 0) throw new RangeError('an empty pattern is everywhere');
    let node = 0;
    for (const byte of pattern) node = this.#childOf(node, byte) || this.#grow(node, byte);
    this.#next[number] = this.#ends[node]!;
    this.#ends[node] = number;
  }

  #childOf(node: number, byte: number): number {
    if (node === 0) return this.#fromRoot[byte]!;
    let child = this.#child[node]!;
    while (child !== 0 && this.#byte[child] !== byte) child = this.#sibling[child]!;
    return child;
  }

  #grow(parent: number, byte: number): number {
    const node = this.#nodes;
    this.#nodes += 1;
    this.#byte[node] = byte;
    this.#sibling[node] = this.#child[parent]!;
    this.#child[parent] = node;
    if (parent === 0) this.#fromRoot[byte] = node;
    return node;
  }

  /** Sets `#fail`, `#hit` and rows level by level: a node's suffix is nearer to the root, so ready before. */
  #link(): void {
    const order = new Int32Array(this.#nodes);
    let known = 1;
    for (let done = 0; done < known; done += 1) {
      const parent = order[done]!;
      if (done < NODES_WITH_ROW) this.#fillRow(parent, done * BYTE_VALUES);
      for (let node = this.#child[parent]!; node !== 0; node = this.#sibling[node]!) {
        order[known] = node;
        known += 1;
        this.#fail[node] = parent === 0 ? 0 : this.#suffixOf(parent, this.#byte[node]!);
        this.#hit[node] = this.#ends[node] === NONE ? this.#hit[this.#fail[node]!]! : node;
      }
    }
  }

  #fillRow(node: number, row: number): void {
    this.#rowOf[node] = row;
    const suffixRow = this.#rowOf[this.#fail[node]!]!;
    for (let byte = 0; byte < BYTE_VALUES; byte += 1) {
      this.#rows[row + byte] = this.#childOf(node, byte) || (node === 0 ? 0 : this.#rows[suffixRow + byte]!);
    }
  }

  #suffixOf(parent: number, byte: number): number {
    let node = this.#fail[parent]!;
    while (node !== 0 && this.#childOf(node, byte) === 0) node = this.#fail[node]!;
    return this.#childOf(node, byte);
  }
}
