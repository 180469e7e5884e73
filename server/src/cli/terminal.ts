// `tillgate terminal`: the virtual POS without a screen, with the cards and terminals of the demo world. State
// is kept per terminal in the data directory; an action is one process.

import { text as readText } from 'node:stream/consumers';
import {
  Card,
  defaultSettings,
  type Entry,
  type Outcome,
  PinPad,
  receiptLines,
  Terminal,
  type TerminalEvent,
} from '@tillgate/terminal';
import { type Command, Option } from 'commander';
import { type DemoCard, type DemoTerminal, demoWorld } from '../demo/index.js';
import { systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { dataDirOf, findHost, HostFault } from './host-client.js';
import { tcpLink } from './terminal-link.js';
import { openTerminalStore } from './terminal-store.js';

const actions = ['sign-on', 'sale', 'balance', 'sign-off', 'echo'] as const;
type Action = (typeof actions)[number];

const entries: readonly Entry[] = ['contact', 'contactless', 'stripe', 'manual'];

type Options = Readonly<Record<string, unknown>>;

export const terminalCommand: CliCommand = {
  name: 'terminal',
  summary: {
    zh: '没有屏幕的虚拟终端:签到、消费、余额、签退',
    en: 'the virtual POS without a screen: sign on, sell, balance, sign off',
  },
  examples: [
    'tillgate terminal sign-on --terminal 10000001',
    'tillgate terminal sale --terminal 10000001 --card everyday --amount 12.34 --entry contactless -o json',
  ],
  printsData: true,
  configure(command: Command): void {
    command
      .argument('<action>', actions.join(', '))
      .requiredOption('--terminal <id>', 'a terminal of the demo world')
      .option('--card <name>', 'a card of the demo world, by its name')
      .option('--amount <yuan>', 'such as 12.34')
      .addOption(new Option('--entry <mode>', 'how the card is read').choices(entries).default('contact'))
      .option('--track-key', 'sign-on: ask for a track key, too (004)')
      .option('--pin-stdin', "read the PIN from standard input, not the demo card's own")
      .option('--wrong-pin', 'enter a PIN that is wrong')
      .option('--data <dir>', 'data directory')
      .option('--host <address>', 'address of the host, if not the one of the data directory')
      .option('--port <number>', "port of the host's terminal listener");
  },
  async run(cli, args, options) {
    const [action] = args;
    if (!isAction(action)) return usage(cli, `${action ?? ''}: ${actions.join(', ')}`);
    const known = demoWorld.terminals.find(({ terminalId }) => terminalId === options.terminal);
    if (known === undefined) return notFound(cli, String(options.terminal));
    const needsCard = action === 'sale' || action === 'balance';
    const demoCard = demoWorld.cards.find(({ name }) => name === options.card);
    if (needsCard && options.card === undefined) return usage(cli, '--card');
    if (needsCard && demoCard === undefined) return notFound(cli, String(options.card));
    const amountMinor = action === 'sale' ? parseAmount(options.amount) : undefined;
    if (action === 'sale' && amountMinor === undefined) return usage(cli, '--amount');

    const card = demoCard && presented(demoCard, options.entry as Entry);
    const opened = await openTerminalStore(dataDirOf(cli, options), known.terminalId);
    let outcome: Outcome;
    try {
      const ports = await portsFor(cli, options, demoCard, opened.store);
      const tmk = Uint8Array.from(Buffer.from(known.tmk.value, 'hex'));
      const terminal = await Terminal.open(settingsOf(known), ports, new PinPad(tmk));
      outcome = await perform(terminal, action, card, amountMinor, options);
    } finally {
      await opened.close();
    }
    print(cli, action, outcome);
    return exitCodeOf(outcome);
  },
};

function isAction(text: string | undefined): text is Action {
  return actions.some((action) => action === text);
}

function usage(cli: Cli, what: string): number {
  cli.say(cli.language === 'zh' ? `参数缺失或有误:${what}` : `missing or not understood: ${what}`);
  return EXIT.usage;
}

function notFound(cli: Cli, name: string): number {
  cli.say(cli.language === 'zh' ? `演示数据中没有 ${name}` : `the demo world has no ${name}`);
  return EXIT.notFound;
}

/** Yuan as people write them, to fen; undefined for anything but a positive amount of at most 10 digits. */
export function parseAmount(amount: unknown): number | undefined {
  const parts = /^([0-9]{1,10})(?:\.([0-9]{1,2}))?$/.exec(typeof amount === 'string' ? amount : '');
  if (parts === null) return undefined;
  const amountMinor = Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
  return amountMinor > 0 ? amountMinor : undefined;
}

function settingsOf(known: DemoTerminal): Parameters<typeof Terminal.open>[0] {
  const merchant = demoWorld.merchants.find(({ id }) => id === known.merchantId);
  return {
    ...defaultSettings,
    terminalId: known.terminalId,
    merchantId: known.merchantId,
    merchantName: merchant?.name ?? { zh: '', en: '' },
    acquirerName: demoWorld.acquirer.name,
    understandsPinRequest: known.pinRequiredCode,
    ...(merchant && { contactlessNoPinLimitMinor: merchant.noPinLimitFen }),
  };
}

async function portsFor(
  cli: Cli,
  options: Options,
  demoCard: DemoCard | undefined,
  store: Parameters<typeof Terminal.open>[1]['store'],
): Promise<Parameters<typeof Terminal.open>[1]> {
  const { host, port } = await addressOf(cli, options);
  return {
    store,
    link: tcpLink(host, port),
    clock: {
      now: systemClock.now,
      wait: (ms) => new Promise((resolve) => systemClock.after(ms, resolve)),
    },
    random: systemRandom,
    pinEntry: {
      ask: async () => {
        const pin =
          options.pinStdin === true ? (await readText(process.stdin)).trim() : (demoCard?.pin ?? '');
        return options.wrongPin === true ? wrong(pin) : pin;
      },
    },
    onEvent: (event) => tell(cli, event),
  };
}

/** Options first, then the file that a running host writes, then the usual place. */
async function addressOf(cli: Cli, options: Options): Promise<{ host: string; port: number }> {
  let found = '127.0.0.1:8583';
  try {
    found = (await findHost(cli, options)).pos;
  } catch (error) {
    if (!(error instanceof HostFault)) throw error;
  }
  const colon = found.lastIndexOf(':');
  return {
    host: typeof options.host === 'string' ? options.host : found.slice(0, colon),
    port: Number(options.port ?? found.slice(colon + 1)),
  };
}

/** The first digit moved by one: a Visa PVV is made of the first four digits only. */
function wrong(pin: string): string {
  return ((Number(pin[0]) + 1) % 10) + pin.slice(1);
}

function tell(cli: Cli, event: TerminalEvent): void {
  if (event.type === 'confirm-on-phone') {
    cli.say(cli.language === 'zh' ? `请在手机上确认:${event.link}` : `confirm on the phone: ${event.link}`);
  } else if (event.type === 'incident') {
    const trace = event.incident.reversal.fields[11];
    cli.say(
      cli.language === 'zh'
        ? `冲正未获确认,已留存待查:凭证号 ${trace}`
        : `a reversal was never confirmed and is kept on file: trace ${trace}`,
    );
  }
}

function presented(demoCard: DemoCard, entry: Entry): Card {
  const { pan, expiry, serviceCode, sequence } = demoCard;
  return new Card({ entry, pan, expiry, sequence, track2: `${pan}D${expiry}${serviceCode}0000000000` });
}

function perform(
  terminal: Terminal,
  action: Action,
  card: Card | undefined,
  amountMinor: number | undefined,
  options: Options,
): Promise<Outcome> {
  switch (action) {
    case 'sign-on':
      return terminal.signOn(options.trackKey === true ? '004' : '003');
    case 'sign-off':
      return terminal.signOff();
    case 'echo':
      return terminal.echo();
    case 'balance':
      return terminal.balance(card!);
    case 'sale':
      return terminal.sale(card!, amountMinor!);
  }
}

/** Failures that a new sign-on, other keys or a call to the acquirer may lift. */
const notAllowed: readonly string[] = [
  ...['not-signed-on', 'bad-mac', 'key-check', 'working-keys', 'no-track-key'],
];

function exitCodeOf({ result, failure }: Outcome): number {
  if (result === 'approved') return EXIT.ok;
  if (result === 'declined') return EXIT.declined;
  if (result === 'unknown') return EXIT.unknownOutcome;
  if (failure === 'unreachable') return EXIT.unreachable;
  return failure !== undefined && notAllowed.includes(failure) ? EXIT.notAllowed : EXIT.failed;
}

function print(cli: Cli, action: Action, outcome: Outcome): void {
  const { receipt, text, failure, kind: _kind, ...rest } = outcome;
  const lines = receipt && receiptLines(receipt, { copy: 'merchant', reprint: false });
  if (cli.json) {
    const reason = failure ?? null;
    cli.out(
      JSON.stringify({ action, ...rest, texts: text, reason, receipt: receipt && { ...receipt, lines } }),
    );
    return;
  }
  const words = [outcome.answerCode, text[cli.language], outcome.hostText, outcome.detail];
  cli.out(words.filter((word) => word !== undefined).join('  '));
  if (outcome.result !== 'approved') cli.out(outcome.advice[cli.language]);
  if (outcome.balanceMinor !== undefined) cli.out((outcome.balanceMinor / 100).toFixed(2));
  if (outcome.rrn !== undefined) cli.out(`RRN ${outcome.rrn}`);
  for (const line of lines ?? []) cli.out(line);
}
