// `tillgate keys list`, `keys show TERMINAL` and `keys compromise TERMINAL`: who holds which key, by check value; what
// one that is compromised takes with it; and the end of that one and of all that came from it.

import type { Command } from 'commander';
import type { TerminalKeys, TerminalKeysDetail } from '../http/api.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { askHost } from './host-client.js';
import { printTable } from './table.js';

export const keysListCommand: CliCommand = {
  name: 'keys list',
  summary: {
    zh: '各终端的密钥:校验值、代次、使用次数、下次更换',
    en: 'the keys of terminals, and when they are due',
  },
  examples: ['tillgate keys list', 'tillgate keys list -o json'],
  printsData: true,
  configure(command: Command): void {
    command.option('--data <dir>', 'data directory of the host');
  },
  async run(cli, _args, options) {
    const all = await askHost<readonly TerminalKeys[]>(cli, options, '/api/keys');
    if (cli.json) cli.out(JSON.stringify(all));
    else printList(cli, all);
    return EXIT.ok;
  },
};

export const keysShowCommand: CliCommand = {
  name: 'keys show',
  summary: {
    zh: '一台终端的密钥,以及泄露时要更换什么',
    en: 'the keys of one terminal, and what a compromise means',
  },
  examples: ['tillgate keys show 10000001', 'tillgate keys show 10000001 -o json'],
  printsData: true,
  configure: ofTerminal,
  async run(cli, [terminal = ''], options) {
    const path = `/api/keys/${encodeURIComponent(terminal)}`;
    printOne(cli, await askHost<TerminalKeysDetail>(cli, options, path));
    return EXIT.ok;
  },
};

export const keysCompromiseCommand: CliCommand = {
  name: 'keys compromise',
  summary: {
    zh: '标记终端密钥为泄露:立即停用它及其下的密钥',
    en: "end a terminal's key and all that came from it, at once",
  },
  examples: ['tillgate keys compromise 10000001 --yes', 'tillgate keys compromise 10000001 --yes -o json'],
  printsData: true,
  configure(command: Command): void {
    ofTerminal(command);
    command.option('--yes', 'the terminal cannot pay until a new key is loaded');
  },
  async run(cli, [terminal = ''], options) {
    if (options.yes !== true) {
      const words = {
        zh: '此后终端须装载新密钥才能交易;确认请加 --yes',
        en: 'the terminal cannot pay until a new key is loaded; to go on: --yes',
      };
      cli.say(words[cli.language]);
      return EXIT.usage;
    }
    const path = `/api/keys/${encodeURIComponent(terminal)}/compromise`;
    printOne(cli, await askHost<TerminalKeysDetail>(cli, options, path, {}));
    return EXIT.ok;
  },
};

function ofTerminal(command: Command): void {
  command.argument('<terminal>', 'terminal, 8 digits').option('--data <dir>', 'data directory of the host');
}

function printList(cli: Cli, all: readonly TerminalKeys[]): void {
  printTable(
    cli,
    ['TERMINAL', 'PROFILE', 'KEY', 'GEN', 'SINCE', 'DUE', 'PIN', 'MAC', 'TRACK', 'USES', 'STATE'],
    all.map(({ terminalId, profile, own, working, messages, ...rest }) => [
      ...[terminalId, profile, own.kcv, String(own.generation), day(own.createdAt), day(own.dueAt)],
      ...[working?.kcv.pin ?? '-', working?.kcv.mac ?? '-', working?.kcv.track ?? '-'],
      String(messages ?? working?.uses ?? 0),
      stateOf({ own, working, ...rest }),
    ]),
    [3, 9],
  );
}

function stateOf({ own, working, asksForSignOn }: Pick<TerminalKeys, 'own' | 'working' | 'asksForSignOn'>) {
  if (own.isCompromised) return 'compromised';
  if (own.isDue) return 'key due';
  return working?.isDue || asksForSignOn ? 'sign-on due' : 'good';
}

function printOne(cli: Cli, detail: TerminalKeysDetail): void {
  if (cli.json) {
    cli.out(JSON.stringify(detail));
    return;
  }
  printList(cli, [detail]);
  const { since, workingKeySets, messages, cardsWithPin } = detail.blastRadius;
  const words = {
    zh: `自 ${day(since)} 起:工作密钥 ${workingKeySets} 套,报文 ${messages} 条,输过密码的卡 ${cardsWithPin} 张`,
    en:
      `since ${day(since)}: ${workingKeySets} sets of working keys, ${messages} messages, ` +
      `${cardsWithPin} cards with a PIN`,
  };
  cli.out(words[cli.language]);
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
