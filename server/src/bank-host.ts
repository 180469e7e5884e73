// Joins the rooms to a bank in a process of its own: the same books, HSM and decisions, behind one door for
// acquirers. The door is plain TCP and stays on this machine.

import { answerQuestion } from './bank/index.js';
import { usualHoldMs, watchHolds } from './hold-watch.js';
import { systemClock } from './kernel/clock.js';
import { localTimeIn } from './kernel/local-time.js';
import { bracketed, loopback } from './kernel/network-address.js';
import { defaultLimits, listenForTerminals } from './link/index.js';
import {
  type BooksOptions,
  closeAll,
  type Opened,
  openBooks,
  openGroupCommit,
  openRrns,
} from './open-books.js';
import { createDirectory } from './store/index.js';

export interface BankHostOptions extends BooksOptions {
  readonly issuerId: string;
  /** In which its days begin. */
  readonly timeZone: string;
  /** 0: any free one. */
  readonly port: number;
}

export interface BankHost {
  readonly address: string;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const LEAST_FRAME_BYTES = 20;

export async function startBank(options: BankHostOptions): Promise<BankHost> {
  const clock = systemClock;
  const { log } = options;
  const opened: Opened = [];
  try {
    const basement = await openBooks(options, clock, opened);
    const { sql, outlast, door } = basement;
    const directory = await createDirectory(sql, outlast);
    const issuer = directory.issuer(options.issuerId);
    if (!issuer) throw new Error(`this world has no bank ${options.issuerId}`);
    const books = openGroupCommit(options, basement, opened);
    const rrns = openRrns(basement);
    const ports = {
      ...{ hsm: door.hsmFor('bank'), directory, books, issuer, clock },
      nextRrn: (localDate: string) => rrns.next(localDate),
      failed: (rrn: string, error: unknown) => log(`question ${rrn} ended in a failure: ${String(error)}`),
    };
    const localTime = localTimeIn(options.timeZone);
    const nextRrn = (): Promise<string> => rrns.next(localTime(clock.now()).date);
    opened.push(watchHolds({ sql, books, clock, log, nextRrn }, usualHoldMs));
    const listener = await listenForTerminals({
      ...{ host: HOST, port: options.port, clock, log, faults: undefined },
      limits: { ...defaultLimits, leastFrameBytes: LEAST_FRAME_BYTES },
      handle: async (body) => {
        const answer = await answerQuestion(ports, body);
        return answer ? { body: answer } : { close: 'this is no question' };
      },
    });
    opened.push(() => listener.close());
    return {
      address: `${bracketed(loopback(HOST))}:${listener.port}`,
      stop: () => closeAll(opened),
    };
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}
