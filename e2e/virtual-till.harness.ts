// The virtual terminal in the process of a test, over TCP to a real host: for stories in which it acts often.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { DemoWorld } from '@tillgate/server/api';
import {
  Card,
  defaultSettings,
  type Entry,
  type Link,
  LinkFault,
  MistakenPinPad,
  Terminal,
  type TerminalState,
} from '@tillgate/terminal';
import type { WireCard } from './demo-world.fixture.js';
import type { RunningHost } from './host.harness.js';

const PLENTY_MS = 20_000;

/** One connection for each message; `answerMs` is the time that an answer has: with none it is lost when it comes. */
function linkTo(port: number, answerMs: () => number): Link {
  return {
    exchange: (sent) =>
      new Promise((resolve, reject) => {
        const socket = connect({ host: '127.0.0.1', port });
        let got = Buffer.alloc(0);
        const over = (): void => {
          clearTimeout(timer);
          socket.destroy();
        };
        const fail = (why: string): void => {
          over();
          reject(new LinkFault('no-answer', why));
        };
        const limitMs = answerMs();
        const timer = setTimeout(() => fail('no answer in time'), limitMs || PLENTY_MS);
        socket.once('connect', () => socket.write(sent));
        socket.on('data', (chunk: Buffer) => {
          if (limitMs === 0) return fail('the answer is lost');
          got = Buffer.concat([got, chunk]);
          if (got.length < 2 || got.length < 2 + got.readUInt16BE(0)) return;
          over();
          resolve(got.subarray(0, 2 + got.readUInt16BE(0)));
        });
        socket.on('error', () => undefined);
        socket.on('close', () => fail('the connection ended'));
      }),
  };
}

export interface VirtualTill {
  readonly terminal: Terminal;
  /** Makes no mistakes unless a test wants them. */
  readonly pad: MistakenPinPad;
  /** How long it waits for an answer; a test changes it. */
  answerMs: number;
}

/** A terminal of the demo world in its own dialect; the PIN it is given is the card's own. */
export async function openVirtualTill(
  host: RunningHost,
  terminalId: string,
  pin: string,
): Promise<VirtualTill> {
  const world = (await (await fetch(`${host.http}/api/demo`)).json()) as DemoWorld;
  const known = world.terminals.find((one) => one.terminalId === terminalId);
  assert.ok(known, `the demo world has terminal ${terminalId}`);
  let stored: TerminalState | undefined;
  let answerMs = PLENTY_MS;
  const { merchantId, merchantName, profile, tmk } = known;
  const acquirerName = world.acquirer.name;
  const pad = new MistakenPinPad(Uint8Array.from(Buffer.from(tmk, 'hex')), profile);
  const terminal = await Terminal.open(
    { ...defaultSettings, ...{ terminalId, merchantId, merchantName, acquirerName, profile } },
    {
      store: {
        load: async () => stored,
        save: async (state) => {
          stored = state;
        },
      },
      link: linkTo(host.posPort, () => answerMs),
      clock: { now: () => Date.now(), wait: async (ms) => void (await pause(ms)) },
      random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
      pinEntry: { ask: async () => pin },
      onEvent: () => undefined,
    },
    pad,
  );
  return {
    terminal,
    pad,
    get answerMs() {
      return answerMs;
    },
    set answerMs(ms) {
      answerMs = ms;
    },
  };
}

export function presented({ pan, expiry, serviceCode, sequence }: WireCard, entry: Entry): Card {
  return new Card({ entry, pan, expiry, sequence, track2: `${pan}D${expiry}${serviceCode}0000000000` });
}
