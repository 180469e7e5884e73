// The training terminal's line: "not sent" is only said when no byte left, an answer may come in pieces, and
// an answer that comes too late is never taken for the next one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinkFault } from '@tillgate/terminal';
import { TerminalLine } from './terminal-line.js';

const FRAME = Uint8Array.of(0, 1, 7);

/** As much of a WebSocket as the line uses, with the other end in the test's hands. */
class LineEnd extends EventTarget {
  readonly OPEN = 1;
  readyState = 0;
  binaryType = 'blob';
  readonly sent: Uint8Array[] = [];

  send(bytes: Uint8Array): void {
    this.sent.push(bytes);
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }

  accept(): void {
    this.readyState = this.OPEN;
    this.dispatchEvent(new Event('open'));
  }

  answer(...bytes: number[]): void {
    this.dispatchEvent(new MessageEvent('message', { data: Uint8Array.from(bytes).buffer }));
  }
}

function openLine(): { line: TerminalLine; ends: LineEnd[]; online: boolean[] } {
  const ends: LineEnd[] = [];
  const online: boolean[] = [];
  const line = new TerminalLine(
    () => {
      const end = new LineEnd();
      ends.push(end);
      return end as unknown as WebSocket;
    },
    (isOnline) => online.push(isOnline),
  );
  return { line, ends, online };
}

const exchange = (line: TerminalLine, timeoutMs = 1_000): Promise<Uint8Array> =>
  line.exchange(FRAME, timeoutMs, () => undefined);

const isFault =
  (kind: LinkFault['kind']) =>
  (error: unknown): boolean =>
    error instanceof LinkFault && error.kind === kind;

/** Lets what has been promised so far happen. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('an answer that comes in pieces is put together', async () => {
  const { line, ends, online } = openLine();
  const answer = exchange(line);
  ends[0]?.accept();
  await settled();
  assert.deepEqual(ends[0]?.sent, [FRAME]);
  ends[0]?.answer(0);
  ends[0]?.answer(2, 9);
  ends[0]?.answer(8);
  assert.deepEqual(await answer, Uint8Array.of(0, 2, 9, 8));
  assert.deepEqual(online, [true]);
  line.close();
});

test('a line that never opens has not sent', async () => {
  const { line, ends } = openLine();
  const answer = exchange(line);
  line.close();
  await assert.rejects(answer, isFault('not-sent'));
  assert.deepEqual(ends[0]?.sent, []);
});

test('a line that is lost after sending has no answer', async () => {
  const { line, ends } = openLine();
  const answer = exchange(line);
  ends[0]?.accept();
  await settled();
  line.close();
  await assert.rejects(answer, isFault('no-answer'));
});

test('an answer that comes too late is not the next one’s', async () => {
  const { line, ends } = openLine();
  const late = exchange(line, 5);
  ends[0]?.accept();
  await assert.rejects(late, isFault('no-answer'));
  const next = exchange(line);
  ends[1]?.accept();
  await settled();
  ends[0]?.answer(0, 1, 1);
  ends[1]?.answer(0, 1, 2);
  assert.deepEqual(await next, Uint8Array.of(0, 1, 2));
  line.close();
});

test('two answers to one message are a fault', async () => {
  const { line, ends } = openLine();
  const answer = exchange(line);
  ends[0]?.accept();
  await settled();
  ends[0]?.answer(0, 1, 1, 0, 1, 2);
  await assert.rejects(answer, isFault('no-answer'));
  line.close();
});
