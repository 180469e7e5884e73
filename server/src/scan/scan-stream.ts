// Scans a stream to its end, and what is packed inside it. Only a few pieces are in memory at a time.

import { once } from 'node:events';
import { constants, createInflateRaw } from 'node:zlib';
import { ByteScan } from './byte-scan.js';
import type { Finding } from './finding.js';
import { type Framing, PackedStarts } from './packed-framing.js';
import type { ScanPlan } from './scan-plan.js';

type Bytes = AsyncIterable<Uint8Array>;

/** Packed in packed, and so on: as deep as backups of log folders go, and an end to a file that packs itself. */
const DEEPEST = 4;
/** Unpacked in steps, so that an error in the data costs no more than one of them. */
const STEP_BYTES = 4096;

/** Answers the number of bytes of the stream itself. Fault TG_SCAN_DUMP for a dump that cannot be read. */
export async function scanStream(
  plan: ScanPlan,
  stream: Bytes,
  found: (finding: Finding) => void,
  depth = 0,
): Promise<number> {
  const scan = new ByteScan(plan, found);
  const starts = new PackedStarts();
  let open: Unpacking[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    scan.write(piece);
    for (const unpacking of open) await unpacking.write(piece);
    if (depth < DEEPEST) {
      for (const { framing, bytes } of starts.in(piece)) {
        const inside = (finding: Finding): void =>
          found({ ...finding, form: `${finding.form} in ${framing.name}` });
        const unpacking = new Unpacking(framing, (unpacked) => scanStream(plan, unpacked, inside, depth + 1));
        await unpacking.write(bytes);
        open.push(unpacking);
      }
    }
    open = open.filter(({ isOver }) => !isOver);
  }
  scan.end();
  for (const unpacking of open) await unpacking.end();
  return length;
}

/** One packed part: bytes go in as they come by, and what they unpack to is scanned as a stream of its own. */
class Unpacking {
  isOver = false;
  readonly #framing: Framing;
  // A part that breaks off is scanned as far as it goes.
  readonly #inflate = createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH });
  readonly #done: Promise<void>;

  constructor(framing: Framing, scanInside: (unpacked: Bytes) => Promise<unknown>) {
    this.#framing = framing;
    this.#done = scanInside(upToAnError(this.#inflate)).then(() => {
      this.isOver = true;
      this.#inflate.destroy();
    });
    // Told to whoever waits in `end`.
    this.#done.catch(() => undefined);
  }

  async write(bytes: Uint8Array): Promise<void> {
    const data = this.isOver ? undefined : this.#framing.take(bytes);
    if (data === undefined) return this.end();
    for (const piece of data) {
      for (let at = 0; at < piece.length && !this.isOver; at += STEP_BYTES) {
        if (this.#inflate.write(piece.subarray(at, at + STEP_BYTES))) continue;
        await Promise.race([once(this.#inflate, 'drain').catch(() => undefined), this.#done]);
      }
    }
  }

  async end(): Promise<void> {
    if (!this.isOver) this.#inflate.end();
    await this.#done;
  }
}

/** What only looked like packed data, or is damaged, ends where it cannot be unpacked any more. */
async function* upToAnError(unpacked: Bytes): AsyncGenerator<Uint8Array> {
  try {
    yield* unpacked;
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw error;
  }
}
