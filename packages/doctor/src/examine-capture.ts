// The connections of a capture file: for each, how its messages are framed and what dialect they are; which
// answer belongs to which request and after how long; and a diagnosis for every message that breaks.

import { type CaptureFile, readCaptureFile } from './capture-file.js';
import { type Diagnosis, diagnose } from './diagnose.js';
import { type Framing, framingsOf, noFraming } from './framing.js';
import { type Connection, connectionsOf, type Stream } from './tcp-streams.js';

export interface CapturedMessage {
  readonly from: 'client' | 'server';
  /** Milliseconds since 1970 UTC at which its last byte arrived. */
  readonly at: number;
  /** With its length in front. */
  readonly bytes: Uint8Array;
  readonly diagnosis: Diagnosis;
  readonly mti: string;
  readonly trace: string | undefined;
  readonly terminalId: string | undefined;
}

export interface Exchange {
  readonly request: CapturedMessage;
  /** Undefined when the capture has none. */
  readonly answer: CapturedMessage | undefined;
  /** Milliseconds from the request to its answer. */
  readonly tookMs: number | undefined;
}

export interface ExaminedConnection {
  readonly client: string;
  readonly server: string;
  readonly framing: Framing;
  readonly dialect: string | undefined;
  readonly messages: readonly CapturedMessage[];
  readonly exchanges: readonly Exchange[];
  /** Answers that fit no request of the capture. */
  readonly strayAnswers: readonly CapturedMessage[];
  /** Bytes at the end of a direction that are no whole message. */
  readonly leftover: { readonly client: number; readonly server: number };
  readonly hasGap: boolean;
}

export interface ExaminedCapture {
  readonly packets: number;
  readonly problem: CaptureFile['problem'];
  readonly connections: readonly ExaminedConnection[];
}

const MESSAGES_MAX = 10_000;

export function examineCapture(file: Uint8Array): ExaminedCapture {
  const { packets, problem } = readCaptureFile(file);
  return { packets: packets.length, problem, connections: connectionsOf(packets).map(examine) };
}

function examine(connection: Connection): ExaminedConnection {
  const { client, server, fromClient, fromServer } = connection;
  const framing = framingOf(fromClient.bytes.length > 0 ? fromClient.bytes : fromServer.bytes);
  const asked = split(fromClient, framing, 'client');
  const answered = split(fromServer, framing, 'server');
  const messages = [...asked.messages, ...answered.messages].sort((one, other) => one.at - other.at);
  const { exchanges, strayAnswers } = match(messages);
  return {
    ...{ client, server, framing, messages, exchanges, strayAnswers },
    dialect: messages.find(({ diagnosis }) => diagnosis.dialect[0])?.diagnosis.dialect[0]?.id,
    leftover: { client: asked.leftover, server: answered.leftover },
    hasGap: fromClient.hasGap || fromServer.hasGap,
  };
}

/** The framing under which a whole stream falls into frames, or most of it. */
function framingOf(stream: Uint8Array): Framing {
  let best: { framing: Framing; share: number } = { framing: noFraming, share: 0 };
  for (const framing of framingsOf(stream)) {
    if (framing.bytes === 0) continue;
    const frames = frameEnds(stream, framing.id);
    const end = frames.at(-1) ?? 0;
    const share = frames.length === 0 ? 0 : end / stream.length;
    if (share > best.share) best = { framing, share };
  }
  return best.share > 0.5 ? best.framing : noFraming;
}

/** Where each frame ends. */
function frameEnds(stream: Uint8Array, framingId: string): readonly number[] {
  const ends: number[] = [];
  let at = 0;
  while (at < stream.length && ends.length < MESSAGES_MAX) {
    const here = framingsOf(stream.subarray(at)).find(({ id }) => id === framingId);
    if (here?.excess === undefined) break;
    const end = stream.length + here.excess;
    // `excess` counts from the end of the stream: below zero, more frames follow.
    if (end > stream.length || end - at < here.bytes + 10) break;
    ends.push(end);
    at = end;
  }
  return ends;
}

function split(
  stream: Stream,
  framing: Framing,
  from: 'client' | 'server',
): { readonly messages: readonly CapturedMessage[]; readonly leftover: number } {
  const { bytes } = stream;
  const ends =
    framing.bytes === 0 ? stream.pieces.slice(1).map(({ offset }) => offset) : frameEnds(bytes, framing.id);
  const all = framing.bytes === 0 && bytes.length > 0 ? [...ends, bytes.length] : ends;
  let start = 0;
  const messages = all.map((end) => {
    const message = messageOf(bytes.subarray(start, end), from, arrivalOf(stream, end));
    start = end;
    return message;
  });
  return { messages, leftover: bytes.length - start };
}

function messageOf(bytes: Uint8Array, from: 'client' | 'server', at: number): CapturedMessage {
  const diagnosis = diagnose(bytes);
  const message = diagnosis.reading?.unpacked.message;
  return {
    ...{ from, at, bytes, diagnosis },
    mti: message?.mti ?? '',
    trace: message?.text(11),
    terminalId: message?.text(41),
  };
}

function arrivalOf({ pieces }: Stream, end: number): number {
  let at = 0;
  for (const piece of pieces) if (piece.offset < end) at = Math.max(at, piece.at);
  return at;
}

/** An answer has the next odd third digit, the same trace and the same terminal (ISO 8583-1, 4.1.2). */
function match(messages: readonly CapturedMessage[]) {
  const open: Array<{ request: CapturedMessage; answer: CapturedMessage | undefined }> = [];
  const strayAnswers: CapturedMessage[] = [];
  for (const message of messages) {
    if (!isAnswer(message.mti)) {
      open.push({ request: message, answer: undefined });
      continue;
    }
    const exchange = open.find(({ request, answer }) => answer === undefined && answers(message, request));
    if (exchange) exchange.answer = message;
    else strayAnswers.push(message);
  }
  const exchanges: Exchange[] = open.map(({ request, answer }) => ({
    ...{ request, answer },
    tookMs: answer && answer.at - request.at,
  }));
  return { exchanges, strayAnswers };
}

function isAnswer(mti: string): boolean {
  return Number(mti[2]) % 2 === 1;
}

function answers(answer: CapturedMessage, request: CapturedMessage): boolean {
  const { mti } = request;
  const expected = `${mti.slice(0, 2)}${Number(mti[2]) + 1}`;
  return (
    answer.from !== request.from &&
    answer.mti.startsWith(expected) &&
    answer.trace === request.trace &&
    answer.terminalId === request.terminalId
  );
}
