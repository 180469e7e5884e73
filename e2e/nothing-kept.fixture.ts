// A host in a process of its own with the demo world, a terminal whose line can lose and spoil messages, and
// everything secret that passes between them, for the proof that none of it is kept.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  bytesToHex,
  combineComponents,
  createTdes,
  decryptEcb,
  encodePinBlockFormat0,
  encryptEcb,
  hexToBytes,
  pinFromText,
} from '@tillgate/payment-crypto';
import { FrameReader, parseBody, parseF62WorkingKeys } from '@tillgate/pos-protocol';
import {
  Card,
  defaultSettings,
  type Entry,
  LinkFault,
  PinPad,
  Terminal,
  type TerminalState,
} from '@tillgate/terminal';

import {
  bankOf,
  type Canary,
  cardNamed,
  chipOf,
  track2Of,
  type WorldCard,
  world,
} from './nothing-kept-world.fixture.js';

const project = fileURLToPath(new URL('../../', import.meta.url));
const tillgate = join(project, 'server/bin/tillgate.js');

/** A folder for one host: its data, its log, and the canaries beside them. */
export class HostUnderTest {
  // The database runs as another user when the test is root, and passes through to its folder.
  readonly #folder = mkdtempSync(join(tmpdir(), 'tillgate-kept-'));
  readonly dataDir: string = join(this.#folder, 'data');
  readonly log: string = join(this.#folder, 'host.log');
  readonly #canaries = join(this.#folder, 'canaries.json');
  #process: ChildProcess | undefined;
  http = '';
  posPort = 0;

  constructor() {
    chmodSync(this.#folder, 0o711);
  }

  async start(): Promise<void> {
    const output = openSync(this.log, 'a');
    const saidBefore = readFileSync(this.log, 'utf8').length;
    const ports = ['--http-port', '0', '--pos-port', '0', '--pos-tls-port', '0'];
    const args = [tillgate, 'up', '--demo', '--data', this.dataDir, ...ports];
    const host = spawn(process.execPath, args, { stdio: ['ignore', output, output] });
    closeSync(output);
    this.#process = host;
    for (let waitedMs = 0; waitedMs < 60_000 && host.exitCode === null; waitedMs += 50) {
      const ready = /^ready (\{.*\})$/m.exec(readFileSync(this.log, 'utf8').slice(saidBefore))?.[1];
      if (ready !== undefined) {
        const { http, pos } = JSON.parse(ready) as { http: string; pos: string };
        this.http = http;
        this.posPort = Number(pos.split(':').at(-1));
        return;
      }
      await pause(50);
    }
    throw new Error(`the host did not start: ${readFileSync(this.log, 'utf8')}`);
  }

  async stop(): Promise<void> {
    const host = this.#process;
    this.#process = undefined;
    if (!host || host.exitCode !== null) return;
    host.kill('SIGTERM');
    await once(host, 'exit');
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** XOR of the two components: the local master key in clear, which no file may hold. */
  get localMasterKey(): string {
    const components = ['component-1', 'component-2'].map((name) =>
      hexToBytes(readFileSync(join(this.dataDir, 'lmk', name), 'utf8').trim()),
    );
    return bytesToHex(combineComponents(components));
  }

  /** `tillgate scan` for all of the demo world and these; the findings and what was scanned. */
  async scan(canaries: readonly Canary[], paths: readonly string[]): Promise<Scanned> {
    writeFileSync(this.#canaries, JSON.stringify({ world, canaries }));
    const args = [tillgate, 'scan', '--canaries', this.#canaries, '-o', 'json', ...paths];
    const scan = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let data = '';
    let words = '';
    scan.stdout.on('data', (text) => {
      data += text;
    });
    scan.stderr.on('data', (text) => {
      words += text;
    });
    const [exitCode] = await once(scan, 'close');
    if (data === '') throw new Error(words);
    return { exitCode: Number(exitCode), words, ...JSON.parse(data) };
  }
}

export interface Scanned {
  readonly exitCode: number;
  readonly words: string;
  readonly findings: ReadonlyArray<{
    path: string;
    offset: number;
    kind: string;
    form: string;
    value: string;
  }>;
  readonly scanned: { files: number; bytes: number; databases: number };
}

/** What happens to the next message on the line. */
type Mishap = 'none' | 'wrong-mac' | 'lost-answer';

/** A terminal of the demo world, which remembers what it sent. */
export class Till {
  readonly sent: Uint8Array[] = [];
  mishap: Mishap = 'none';
  pin: string | undefined;
  /** What is entered for a new one. */
  newPin: string | undefined;
  readonly #tmk: Uint8Array;
  readonly #host: HostUnderTest;
  #stored: TerminalState | undefined;
  terminal!: Terminal;

  private constructor(host: HostUnderTest, tmk: Uint8Array) {
    this.#host = host;
    this.#tmk = tmk;
  }

  static async open(host: HostUnderTest, terminalId: string): Promise<Till> {
    const entry = world.terminals.find((one) => one.terminalId === terminalId);
    if (!entry) throw new Error(`no terminal ${terminalId}`);
    const till = new Till(host, hexToBytes(entry.tmk.value));
    const words = { zh: '', en: '' };
    const settings = {
      ...{
        ...defaultSettings,
        terminalId,
        merchantId: entry.merchantId,
        merchantName: words,
        acquirerName: words,
      },
      ...{ answerTimeoutMs: 5_000, reversal: { triesPerTurn: 1, triesLimit: 9, backOffMs: 1 } },
    };
    const ports = {
      store: {
        load: async () => till.#stored,
        save: async (state: TerminalState) => {
          till.#stored = state;
        },
      },
      link: { exchange: (frame: Uint8Array, timeoutMs: number) => till.#exchange(frame, timeoutMs) },
      clock: { now: () => Date.now(), wait: (ms: number) => pause(ms) },
      random: { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) },
      pinEntry: {
        ask: async ({ reason }: { reason: string }) =>
          reason.startsWith('new-pin') ? till.newPin : till.pin,
      },
      onEvent: () => undefined,
    };
    till.terminal = await Terminal.open(settings, ports, new PinPad(hexToBytes(entry.tmk.value)));
    return till;
  }

  card(name: string, entry: Entry): Card {
    const { pan, expiry, sequence, ...more } = cardNamed(name);
    const track2 = track2Of({ ...more, name, pan, expiry, sequence }).replace('=', 'D');
    return new Card({ entry, pan, expiry, sequence, track2, chip: async () => chipOf(cardNamed(name)) });
  }

  /** The working keys of the last sign-on in clear, and every PIN block in all its states. */
  secrets(): Canary[] {
    const f62 = hexToBytes(this.#stored?.signOn?.workingKeysUnderTmk ?? '');
    const keys = Object.values(parseF62WorkingKeys(f62) ?? {}) as Array<{ keyUnderTmk: Uint8Array }>;
    const tmk = createTdes(this.#tmk);
    const clear = keys.map(
      ({ keyUnderTmk }) => ({ kind: 'key', value: bytesToHex(decryptEcb(tmk, keyUnderTmk)) }) as const,
    );
    const blocks = this.sent.flatMap((frame) => {
      const block = parseBody(frame.subarray(2)).envelope?.message.bytes(52);
      return block === undefined ? [] : [{ kind: 'pin-block', value: bytesToHex(block) } as const];
    });
    return [...clear, ...blocks];
  }

  async #exchange(frame: Uint8Array, timeoutMs: number): Promise<Uint8Array> {
    const { mishap } = this;
    this.mishap = 'none';
    const bytes = Uint8Array.from(frame);
    if (mishap === 'wrong-mac') bytes[bytes.length - 1] = bytes.at(-1) === 0x30 ? 0x31 : 0x30;
    this.sent.push(bytes);
    const answer = await sendBytes(this.#host.posPort, bytes, timeoutMs);
    if (answer === undefined || mishap === 'lost-answer')
      throw new LinkFault('no-answer', 'the answer was lost');
    return answer;
  }
}

/** The frame that comes back; undefined when the line is closed, or stays silent. */
export async function sendBytes(
  port: number,
  bytes: Uint8Array,
  timeoutMs: number,
): Promise<Uint8Array | undefined> {
  const socket = connect(port, '127.0.0.1');
  const reader = new FrameReader();
  const answered = new Promise<Uint8Array | undefined>((resolve) => {
    socket.setTimeout(timeoutMs, () => resolve(undefined));
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => resolve(undefined));
    socket.on('data', (piece: Buffer) => {
      const [body] = reader.push(piece);
      if (body) resolve(Uint8Array.from([body.length >> 8, body.length & 0xff, ...body]));
    });
  });
  socket.write(bytes);
  const answer = await answered;
  socket.destroy();
  return answer;
}

/** A card's PIN block as the banks' side knows it: in clear, and under the key of its bank. */
export function pinBlocksOf(card: WorldCard): Canary[] {
  const { pan, pin } = card;
  const clear = encodePinBlockFormat0(pinFromText(pin), pan);
  const underZpk = encryptEcb(createTdes(hexToBytes(bankOf(card).zpk.value)), clear);
  return [clear, underZpk].map((block) => ({ kind: 'pin-block', value: bytesToHex(block) }));
}
