// The command line's door: all commands, found by their words, with one way to fail.

import { Command, CommanderError, Option } from 'commander';
import { Fault } from '../kernel/fault.js';
import { auditExportCommand, auditVerifyCommand } from './audit.js';
import { backupCommand, restoreCommand } from './backup.js';
import { bankCommand } from './bank.js';
import { benchAuthorizeCommand } from './bench-authorize.js';
import { benchCodecCommand } from './bench-codec.js';
import { benchHsmCommand } from './bench-hsm.js';
import { benchStoreCommand } from './bench-store.js';
import { booksVerifyCommand } from './books-verify.js';
import { cardFindCommand, cardUnblockCommand, cardUnlockPinCommand } from './card.js';
import { type Cli, type CliCommand, EXIT, type Language } from './cli.js';
import { decodeCommand } from './decode.js';
import { doctorCommand } from './doctor.js';
import { explainCommand } from './explain.js';
import { HostFault } from './host-client.js';
import { hsmCommands } from './hsm.js';
import { hsmServeCommand } from './hsm-serve.js';
import { keysListCommand, keysShowCommand } from './keys.js';
import { keysChangeCommands } from './keys-change.js';
import { labCommand } from './lab.js';
import { profileCheckCommand, profileListCommand, profileShowCommand } from './profile.js';
import { scanCommand } from './scan.js';
import { settlementListCommand, settlementShowCommand } from './settlement.js';
import { simCommand } from './sim.js';
import { suspectsCommand } from './suspects.js';
import { terminalCommand } from './terminal.js';
import { centreAskCommand, profileUseCommand } from './terminal-desk.js';
import { txListCommand, txShowCommand } from './tx.js';
import { txInDoubtCommand } from './tx-in-doubt.js';
import { upCommand } from './up.js';
import { vectorsCommand } from './vectors.js';

/** In the order of the first minute with Tillgate. */
const commands: readonly CliCommand[] = [
  upCommand,
  bankCommand,
  terminalCommand,
  txListCommand,
  txShowCommand,
  txInDoubtCommand,
  backupCommand,
  restoreCommand,
  explainCommand,
  settlementListCommand,
  settlementShowCommand,
  booksVerifyCommand,
  cardFindCommand,
  cardUnlockPinCommand,
  cardUnblockCommand,
  keysListCommand,
  keysShowCommand,
  ...keysChangeCommands,
  labCommand,
  suspectsCommand,
  auditVerifyCommand,
  auditExportCommand,
  ...hsmCommands,
  hsmServeCommand,
  decodeCommand,
  doctorCommand,
  profileListCommand,
  profileShowCommand,
  profileCheckCommand,
  profileUseCommand,
  centreAskCommand,
  vectorsCommand,
  simCommand,
  scanCommand,
  benchAuthorizeCommand,
  benchCodecCommand,
  benchHsmCommand,
  benchStoreCommand,
];

const GROUPS: Readonly<Record<string, string>> = {
  centre: '中心 / the centre',
  tx: '交易 / transactions',
  settlement: '结算 / settled batches',
  books: '账簿 / the books',
  hsm: '加密机 / the HSM',
  audit: '审计 / the audit',
  keys: '终端与银行的密钥 / keys of terminals and banks',
  card: '银行的卡 / cards of banks',
  profile: '终端方言 / dialects of terminals',
  bench: '基准 / benchmarks',
};

const EXIT_CODES =
  '0 ok, 1 failed, 2 usage, 3 not found, 4 not allowed, 5 declined by the host, 6 outcome unknown, ' +
  '7 a check failed, 69 host unreachable, 130 interrupted';

export interface Surroundings {
  out(text: string): void;
  say(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly interactive: boolean;
}

/** Answers the exit code; never throws and never prints a stack unless `--debug` is given. */
export async function runCommandLine(argv: readonly string[], around: Surroundings): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = new Command('tillgate');
  program
    .description('card payments at a counter, and why each went as it did\n柜台银行卡收单主机')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => around.out(text.trimEnd()),
      writeErr: (text) => around.say(text.trimEnd()),
    })
    .addHelpText('after', `\nExit codes: ${EXIT_CODES}`)
    .showSuggestionAfterError();
  const groups = new Map<string, Command>();
  for (const command of commands) {
    const words = command.name.split(' ');
    const name = words.at(-1) ?? '';
    const parent = words.length === 1 ? program : group(program, groups, words[0] ?? '');
    const sub = parent.command(name).description(`${command.summary.en} / ${command.summary.zh}`);
    declare(sub, command);
    sub.action(async (...args: unknown[]) => {
      const options = sub.opts();
      exitCode = await command.run(cliOf(around, options), sub.args, options);
      void args;
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, around, argv.includes('--debug'));
  }
}

function group(program: Command, groups: Map<string, Command>, name: string): Command {
  const known = groups.get(name);
  if (known) return known;
  const made = program
    .command(name)
    .description(GROUPS[name] ?? '')
    .exitOverride();
  groups.set(name, made);
  return made;
}

function declare(sub: Command, command: CliCommand): void {
  sub
    .exitOverride()
    .addHelpText('after', `\nExamples:\n${command.examples.map((line) => `  ${line}`).join('\n')}`);
  command.configure(sub);
  if (command.printsData) {
    sub.addOption(
      new Option('-o, --output <form>', 'table for people, json for scripts').choices(['table', 'json']),
    );
  }
  sub
    .addOption(new Option('--lang <language>', '语言 / language').choices(['zh', 'en']))
    .addOption(new Option('--debug', 'print the stack of a failure'));
}

function cliOf(around: Surroundings, options: Record<string, unknown>): Cli {
  const { env } = around;
  return {
    out: around.out,
    say: around.say,
    env,
    json: options.output === 'json',
    language: languageOf(options.lang, env),
    colour: around.interactive && env.NO_COLOR === undefined,
  };
}

function languageOf(asked: unknown, env: Cli['env']): Language {
  if (asked === 'zh' || asked === 'en') return asked;
  return (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').startsWith('zh') ? 'zh' : 'en';
}

function exitCodeOf(error: unknown, around: Surroundings, debug: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof HostFault) {
    around.say(error.message);
    return error.exitCode;
  }
  const fault =
    error instanceof Fault ? `error[${error.code}] ${error.message}` : `error: ${(error as Error).message}`;
  around.say(debug && error instanceof Error ? `${fault}\n${error.stack}` : fault);
  return EXIT.failed;
}
