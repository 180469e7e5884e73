// Bytes to a request. What cannot even be answered (no MTI, trace or terminal to answer to) closes the
// connection; what can be answered but does not parse is refused with the first problem.

import { type BodyLayout, kindOf, type Profile, parseBody, parseF60 } from '@tillgate/pos-protocol';
import type { LocalTime } from '../kernel/local-time.js';
import type { Arrival, Refusal, Request } from './request.js';
import { refuse } from './request.js';

export interface Unanswerable {
  /** One line for the log; holds no card data. */
  readonly unanswerable: string;
}

export interface ReadPorts {
  nextRrn(localDate: string): Promise<string>;
  localTime(at: number): LocalTime;
  /** How bytes may be laid out, over all profiles of this host. */
  readonly bodyLayouts: readonly BodyLayout[];
  /** The standard profile for a terminal that is not known, or cannot be looked up now. */
  profileOf(terminalId: string): Promise<Profile>;
}

/** The request, and what is wrong with its form when something is. */
export interface ReadRequest {
  readonly request: Request;
  readonly refusal: Refusal | undefined;
}

export async function readRequest(ports: ReadPorts, arrival: Arrival): Promise<ReadRequest | Unanswerable> {
  const parsed = parseBody(arrival.body, ports.bodyLayouts);
  const { envelope, problems } = parsed;
  const first = problems[0];
  const why = first
    ? `field ${first.field} at ${first.offset}: expected ${first.expected}, got ${first.got}`
    : '';
  if (!envelope) return { unanswerable: `not a message: ${why}` };
  const { message } = envelope;
  const trace = message.text(11);
  const terminalId = message.text(41);
  const isEcho = /^08[02]0$/.test(message.mti);
  if (!/^0[1-689][02]0$/.test(message.mti)) return { unanswerable: `no request: MTI ${message.mti}` };
  if (terminalId === undefined || (trace === undefined && !isEcho)) {
    return { unanswerable: `nobody to answer to: ${why || 'field 11 or 41 is missing'}` };
  }
  const profile = await ports.profileOf(terminalId);
  if (arrival.body.length > profile.frameLimitBytes) {
    const { length } = arrival.body;
    return {
      unanswerable: `frame of ${length} bytes, allowed ${profile.frameLimitBytes} by ${profile.name}`,
    };
  }
  const { date, time } = ports.localTime(arrival.receivedAt);
  const control = message.text(60);
  const request: Request = {
    arrival,
    timeline: arrival.timeline,
    rrn: await ports.nextRrn(date),
    envelope,
    profile,
    kind: kindOf(message),
    terminalId,
    merchantId: message.text(42) ?? '',
    trace: trace ?? '',
    batch: (control && parseF60(control)?.batch) ?? '000000',
    localDate: date,
    localTime: time,
    receivedAt: arrival.receivedAt,
    macInput: parsed.macInput,
  };
  arrival.timeline.did('acquirer', 'message.read');
  if (first)
    return { request, refusal: refuse('message.format', { field: first.field, offset: first.offset }) };
  return { request, refusal: undefined };
}
