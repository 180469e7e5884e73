// `tillgate terminal`: the virtual POS without a screen, with the cards and terminals of the demo world. State
// is kept per terminal in the data directory; an action is one process.

import { readFile } from 'node:fs/promises';
import { centreRequests, type Device } from '@tillgate/pos-protocol';
import {
  Card,
  type Chip,
  type Entry,
  type KeySet,
  type Outcome,
  PAD_MISTAKES,
  type Terminal,
} from '@tillgate/terminal';
import { type Command, Option } from 'commander';
import { type DemoCard, demoWorld } from '../demo/index.js';
import { systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { dataDirOf, findHost, HostFault } from './host-client.js';

import {
  type DownloadChoice,
  downloadChoices,
  type Given,
  type Need,
  type TerminalActionName,
  terminalActions,
} from './terminal-actions.js';
import { certificateActions, runCertificateAction } from './terminal-certificates.js';
import { demoChip } from './terminal-chip.js';
import { linkFor } from './terminal-connection.js';
import { keyActions, runKeyAction } from './terminal-keys.js';
import { openTerminal, type Ports, renewOwnKey } from './terminal-open.js';
import { exitCodeOf, hostExceptionsOf, localViews, printOutcome, tell } from './terminal-output.js';
import { loadOwnTerminal } from './terminal-own-key.js';
import { pinEntryFor, typed } from './terminal-pin-entry.js';
import { diagnosisOf, printSelfTest } from './terminal-self-test.js';
import { openTerminalStore } from './terminal-store.js';

type LocalView = keyof typeof localViews;
const names: readonly string[] = [...Object.keys(terminalActions), ...Object.keys(localViews)];
const allNames = [...names, ...certificateActions, ...keyActions].join(', ');

const devices: readonly Device[] = ['keypad', 'pinPad', 'reader', 'printer', 'display'];
const entries: readonly Entry[] = ['contact', 'contactless', 'stripe', 'manual'];

type Options = Readonly<Record<string, unknown>>;

export const terminalCommand: CliCommand = {
  name: 'terminal',
  summary: {
    zh: '没有屏幕的虚拟终端:签到、消费、撤销、退货、预授权、结算等',
    en: 'the virtual POS without a screen: sign on, sell, void, refund, pre-authorize, settle and more',
  },
  examples: [
    'tillgate terminal sign-on --terminal 10000001',
    'tillgate terminal sale --terminal 10000001 --card everyday --amount 12.34 --entry contactless -o json',
    'tillgate terminal void --terminal 10000001 --trace 000002',
    'tillgate terminal refund --terminal 10000001 --rrn 632600000001 --amount 5.00 --date 2026-11-21',
    'tillgate terminal change-pin --terminal 10000001 --card everyday',
    'tillgate terminal settle --terminal 10000001 -o json',
    'tillgate terminal self-test --terminal 10000001 -o json',
    'tillgate terminal enrol --terminal 10000001',
    'tillgate terminal add --terminal 20000001 --merchant 999290054110001 --profile cup-pos-sm4',
    'tillgate terminal load-key --terminal 20000001',
    'tillgate terminal load-components --terminal 20000001 --custodian 1',
  ],
  printsData: true,
  configure,
  async run(cli, args, options) {
    const [name] = args;
    const certificateAction = certificateActions.find((one) => one === name);
    if (options.terminal === undefined && name !== 'certificates') return usage(cli, '--terminal');
    if (certificateAction) {
      return runCertificateAction(cli, certificateAction, String(options.terminal), options);
    }
    const keyAction = keyActions.find((one) => one === name);
    if (keyAction) return runKeyAction(cli, keyAction, String(options.terminal), options);
    if (!isName(name)) return usage(cli, `${name ?? ''}: ${allNames}`);
    const known = await loadOwnTerminal(dataDirOf(cli, options), String(options.terminal));
    if (known === undefined) return notFound(cli, String(options.terminal));
    const demoCard = demoWorld.cards.find(({ name: card }) => card === options.card);
    if (options.card !== undefined && demoCard === undefined) return notFound(cli, String(options.card));
    const wrong = isLocal(name) ? undefined : wrongOption(options, terminalActions[name].needs);
    if (wrong !== undefined) return usage(cli, wrong);

    const opened = await openTerminalStore(dataDirOf(cli, options), known.terminalId);
    let outcome: Outcome;
    try {
      const wishes: string[] = [];
      const ports = await portsFor(cli, options, demoCard, opened.store, wishes);
      const terminal = await openTerminal(cli, options, known, ports);
      if (isLocal(name)) return localViews[name](cli, terminal);
      outcome = await terminalActions[name].run(await givenBy(cli, options, terminal, demoCard));
      if (wishes.includes(centreRequests.loadOwnKey)) await renewOwnKey(cli, options, known, ports);
    } finally {
      await opened.close();
    }
    if (outcome.selfTest) {
      printSelfTest(cli, outcome.selfTest, await diagnosisOf(cli, options, outcome.selfTest));
    } else printOutcome(cli, name, outcome, await hostExceptionsOf(cli, options, outcome));
    return exitCodeOf(outcome);
  },
};

function configure(command: Command): void {
  command
    .argument('<action>', allNames)
    .option('--terminal <id>', 'a terminal of the demo world')
    .option('--card <name>', 'a card of the demo world, by its name')
    .option('--amount <yuan>', 'such as 12.34')
    .option('--tip <yuan>', 'tip: what is added')
    .option('--trace <number>', 'the voucher of this batch that is meant; the newest fitting one unless told')
    .option('--rrn <number>', 'reference number of the transaction that is meant')
    .option('--auth-code <code>', 'authorization code of the hold, or by telephone for an offline sale')
    .option('--date <day>', 'local date of the transaction that is meant: 2026-11-21 or 1121')
    .option('--advice', 'complete: tell the host (0220) instead of asking it (0200)')
    .option('--code <digits>', "qr-sale: the customer's code; with --card the demo makes one")
    .option('--image <file>', 'signature: the image, up to 512 bytes')
    .addOption(new Option('--what <list>', 'download: this only').choices(downloadChoices))
    .addOption(new Option('--entry <mode>', 'how the card is read').choices(entries).default('contact'))
    .addOption(new Option('--bad <devices...>', 'self-test: what does not work').choices(devices))
    .option('--track-key', 'sign-on: ask for a track key, too (004)')
    .option('--single-length', 'sign-on: ask for single-length keys (001), for legacy terminals')
    .option(
      '--pin-stdin',
      "read the PIN from standard input, not the demo card's own; change-pin: old, new, new",
    )
    .option('--supervisor-password-stdin', "read the supervisor's password, not the demo's own")
    .option('--wrong-pin', 'enter a PIN that is wrong')
    .addOption(new Option('--mistake <name>', 'what its PIN pad does wrong').choices(PAD_MISTAKES))
    .option('--wait <seconds>', 'how long to wait for an answer; 60 unless told')
    .option('--tls', 'over TLS only; an enrolled terminal does so unless told --no-tls')
    .option('--no-tls', 'over plain TCP, enrolled or not')
    .option('--merchant <id>', 'add: the merchant that it stands at')
    .option('--profile <name>', 'add: the dialect that it speaks')
    .addOption(
      new Option('--custodian <number>', 'load-components: whose component').choices(['1', '2', '3']),
    )
    .addOption(
      new Option('--components <count>', 'load-components: of how many').choices(['2', '3']).default('2'),
    )
    .option('--check-value <digits>', 'load-components: what you hold its check value to be')
    .option('--serial <hex>', 'revoke: this certificate only')
    .option('--data <dir>', 'data directory')
    .option('--host <address>', 'address of the host, if not the one of the data directory')
    .option('--port <number>', "port of the host's terminal listener");
}

function isName(text: string | undefined): text is TerminalActionName | LocalView {
  return text !== undefined && names.includes(text);
}

function isLocal(name: string): name is LocalView {
  return Object.hasOwn(localViews, name);
}

const optionForms: Readonly<Record<string, RegExp>> = {
  wait: /^[1-9][0-9]{0,2}$/,
  trace: /^[0-9]{1,6}$/,
  rrn: /^[0-9A-Za-z]{12}$/,
  authCode: /^[0-9A-Za-z]{6}$/,
  date: /^([0-9]{4}-?)?[0-9]{2}-?[0-9]{2}$/,
};

/** The first option that is missing or not understood. */
function wrongOption(options: Options, needs: readonly Need[]): string | undefined {
  for (const need of needs) {
    if (need === 'code-or-card') {
      if (options.code === undefined && options.card === undefined) return '--code';
    } else if (options[need] === undefined) return `--${need}`;
  }
  for (const name of ['amount', 'tip']) {
    if (options[name] !== undefined && parseAmount(options[name]) === undefined) return `--${name}`;
  }
  const bad = Object.entries(optionForms).find(
    ([name, form]) => options[name] !== undefined && !form.test(String(options[name])),
  );
  return bad && `--${bad[0].replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`;
}

async function givenBy(
  cli: Cli,
  options: Options,
  terminal: Terminal,
  demoCard: DemoCard | undefined,
): Promise<Given> {
  const text = (name: string): string | undefined =>
    options[name] === undefined ? undefined : String(options[name]);
  return {
    terminal,
    card: demoCard && presented(cli, options, demoCard),
    amountMinor: parseAmount(options.amount),
    tipMinor: parseAmount(options.tip),
    trace: text('trace')?.padStart(6, '0'),
    ...{ rrn: text('rrn'), authCode: text('authCode') },
    mmdd: text('date')?.replaceAll('-', '').slice(-4),
    supervisorPassword:
      options.supervisorPasswordStdin === true ? await typed() : (demoSupervisor?.firstPassword ?? ''),
    ...{ isAdvice: options.advice === true, keySet: keySetOf(options) },
    subject: text('what') as DownloadChoice | undefined,
    bad: Object.fromEntries(((options.bad ?? []) as readonly string[]).map((device) => [device, false])),
    code: async () => text('code') ?? (await codeOfHolder(cli, options)),
    image: async () => new Uint8Array(await readFile(text('image') ?? '')),
  };
}

/** Undefined: as the terminal's profile has it. */
function keySetOf({ singleLength, trackKey }: Options): KeySet | undefined {
  if (singleLength === true) return '001';
  return trackKey === true ? '004' : undefined;
}

const demoSupervisor = demoWorld.operators.find(({ role }) => role === 'supervisor');

/** The demo cardholder's phone shows a new code when it is asked. */
async function codeOfHolder(cli: Cli, options: Options): Promise<string> {
  const { http } = await findHost(cli, options);
  const response = await fetch(`${http}/api/demo/payment-code`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ card: options.card }),
  });
  if (!response.ok) throw new HostFault(EXIT.failed, `the host answered ${response.status}`);
  return ((await response.json()) as { readonly code: string }).code;
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

async function portsFor(
  cli: Cli,
  options: Options,
  demoCard: DemoCard | undefined,
  store: Ports['store'],
  wishes: string[],
): Promise<Ports> {
  return {
    store,
    link: await linkFor(cli, options),
    clock: {
      now: systemClock.now,
      wait: (ms) => new Promise((resolve) => systemClock.after(ms, resolve)),
    },
    random: systemRandom,
    pinEntry: pinEntryFor(cli, options, demoCard),
    onEvent: (event) => {
      if (event.type === 'centre-request') wishes.push(event.request);
      tell(cli, event);
    },
  };
}

function presented(cli: Cli, options: Options, demoCard: DemoCard): Card {
  const { pan, expiry, serviceCode, sequence } = demoCard;
  const track2 = `${pan}D${expiry}${serviceCode}0000000000`;
  const chip = (): Promise<Chip | undefined> => demoChip(cli, options, demoCard);
  return new Card({ entry: options.entry as Entry, pan, expiry, sequence, track2, chip });
}
