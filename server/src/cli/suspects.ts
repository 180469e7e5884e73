// `tillgate suspects`: terminals that may be copies or in wrong hands; taking one out of service, by hand or by rule;
// and the cards that were presented there, frozen by two people.

import { type Command, Option } from 'commander';
import type { FrozenCards, KnownSoftware, QuarantineRule, Suspect, SuspectDetail } from '../http/api.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { askHost, askHostAs } from './host-client.js';
import { nameOf } from './person-option.js';
import { readSecrets } from './secret-lines.js';
import { printTable } from './table.js';

type Options = Readonly<Record<string, unknown>>;

export const suspectsCommand: CliCommand = {
  name: 'suspects',
  summary: {
    zh: '可能被克隆或盗用的终端：证据、评分、停用、所见的卡',
    en: 'terminals that may be copies or in wrong hands: evidence, suspension, cards seen',
  },
  examples: [
    'tillgate suspects',
    'tillgate suspects --show 10000001',
    'tillgate suspects --suspend 10000001',
    'tillgate suspects --freeze 10000001 --as ann',
    'tillgate suspects --rule 0.9,2 --as ann',
    "tillgate suspects --know '0123456789abcdef,till 1.2' --as ann",
    'tillgate suspects --withdraw 0123456789abcdef --as ann',
  ],
  printsData: true,
  configure(command: Command): void {
    command
      .option('--show <terminal>', 'the cards seen there, and what was done')
      .option('--suspend <terminal>', 'take this terminal out of service')
      .option('--resume <terminal>', 'and back into service: what spoke against it is dealt with')
      .option('--freeze <terminal>', 'freeze the cards seen there; two people, one after the other')
      .addOption(
        new Option(
          '--rule <score,kinds>',
          'suspend by itself from this score and so many kinds of evidence on; off: never',
        ),
      )
      .option('--know <hash,name>', 'a program that terminals may run, as their self-test reports it')
      .option('--withdraw <hash>', 'terminals may run this program no more')
      .option('--as <name>', 'who you are: freeze, rule, know and withdraw ask for your password')
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, _args, options) {
    if (typeof options.suspend === 'string') return setStatus(cli, options, options.suspend, 'suspended');
    if (typeof options.resume === 'string') return setStatus(cli, options, options.resume, 'active');
    if (typeof options.show === 'string') return show(cli, options, options.show);
    if (typeof options.freeze === 'string') return freeze(cli, options, options.freeze);
    if (typeof options.rule === 'string') return setRule(cli, options, options.rule);
    if (typeof options.know === 'string') return knowSoftware(cli, options, options.know);
    if (typeof options.withdraw === 'string') return withdrawSoftware(cli, options, options.withdraw);
    const suspects = await askHost<readonly Suspect[]>(cli, options, '/api/suspects');
    if (cli.json) cli.out(JSON.stringify(suspects));
    else printSuspects(cli, suspects);
    return EXIT.ok;
  },
};

async function setStatus(
  cli: Cli,
  options: Options,
  terminal: string,
  status: 'active' | 'suspended',
): Promise<number> {
  await askHost(cli, options, `/api/terminals/${encodeURIComponent(terminal)}/status`, { status });
  cli.say(`${terminal}: ${status}`);
  return EXIT.ok;
}

async function show(cli: Cli, options: Options, terminal: string): Promise<number> {
  const path = `/api/suspects/${encodeURIComponent(terminal)}`;
  const detail = await askHost<SuspectDetail>(cli, options, path);
  if (cli.json) {
    cli.out(JSON.stringify(detail));
    return EXIT.ok;
  }
  if (detail.suspect) printSuspects(cli, [detail.suspect]);
  printTable(
    cli,
    ['CARD', 'BANK', 'STATUS', 'TIMES', 'LAST', 'PIN', 'STRIPE'],
    detail.cards.map(({ panMasked, issuerName, status, times, lastAt, withPin, byStripe }) => [
      ...[panMasked, issuerName[cli.language], status, String(times), moment(lastAt)],
      ...[withPin, byStripe].map((is) => (is ? 'yes' : '')),
    ]),
  );
  for (const { at, what, by } of detail.steps) cli.out(`${moment(at)}  ${what}  ${by}`);
  return EXIT.ok;
}

async function freeze(cli: Cli, options: Options, terminal: string): Promise<number> {
  const path = `/api/suspects/${encodeURIComponent(terminal)}/freeze`;
  const done = await askHostAs<FrozenCards>(cli, options, await person(cli, options), path, {});
  if (cli.json) cli.out(JSON.stringify(done));
  else cli.out(`frozen ${done.frozen}, out already ${done.outAlready}, of other hosts ${done.elsewhere}`);
  return EXIT.ok;
}

async function setRule(cli: Cli, options: Options, text: string): Promise<number> {
  const [, score, kinds] = /^([01](?:\.[0-9]{1,2})?),([0-9]{1,2})$/.exec(text) ?? [];
  if (score === undefined && text !== 'off') {
    cli.say(`${text}: score and kinds, such as 0.9,2, or off`);
    return EXIT.usage;
  }
  const rule = score === undefined ? null : { score: Number(score), kinds: Number(kinds) };
  const set = await askHostAs<{ rule: QuarantineRule | null }>(
    ...([cli, options, await person(cli, options), '/api/quarantine-rule', { rule }] as const),
  );
  if (cli.json) cli.out(JSON.stringify(set.rule));
  return EXIT.ok;
}

async function knowSoftware(cli: Cli, options: Options, text: string): Promise<number> {
  const [, hash, name] = /^([0-9a-f]{16}),(.{1,80})$/.exec(text) ?? [];
  if (hash === undefined) {
    cli.say(`${text}: 16 hexadecimal digits and a name`);
    return EXIT.usage;
  }
  const known = await askHostAs<readonly KnownSoftware[]>(
    ...([cli, options, await person(cli, options), '/api/known-software', { hash, name }] as const),
  );
  if (cli.json) cli.out(JSON.stringify(known));
  return EXIT.ok;
}

async function withdrawSoftware(cli: Cli, options: Options, hash: string): Promise<number> {
  if (!/^[0-9a-f]{16}$/.test(hash)) {
    cli.say(`${hash}: 16 hexadecimal digits`);
    return EXIT.usage;
  }
  const path = `/api/known-software/${hash}/withdraw`;
  const known = await askHostAs<readonly KnownSoftware[]>(cli, options, await person(cli, options), path, {});
  if (cli.json) cli.out(JSON.stringify(known));
  return EXIT.ok;
}

async function person(cli: Cli, options: Options): Promise<{ name: string; password: string }> {
  const name = nameOf(options);
  const [password = ''] = await readSecrets(cli, ['password']);
  return { name, password };
}

function printSuspects(cli: Cli, suspects: readonly Suspect[]): void {
  if (suspects.length === 0) {
    cli.say(cli.language === 'zh' ? '无（正常）' : 'none, as it should be');
    return;
  }
  printTable(
    cli,
    ['TERMINAL', 'STATUS', 'SCORE', 'PROVED', 'SINCE', 'CARDS', 'EVIDENCE'],
    suspects.map(({ terminalId, status, score, provedScore, since, cardsSeen, evidence }) => [
      ...[terminalId, status, score.toFixed(2), provedScore.toFixed(2), moment(since), String(cardsSeen)],
      evidence.map((one) => evidenceText(cli, one)).join('; '),
    ]),
  );
}

/** How often, and how many of them are proved to be its own doing. */
function evidenceText({ language }: Cli, { words, times, proved }: Suspect['evidence'][number]): string {
  const text = `${words[language]} ×${times}`;
  if (proved === 0) return text;
  return language === 'zh' ? `${text}（证实 ${proved}）` : `${text} (proved ${proved})`;
}

function moment(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}
