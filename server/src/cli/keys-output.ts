// How `tillgate keys` prints: a line for each terminal and for each key of a bank, and what a compromise takes along.

import type { KeyMap, TerminalKeys, TerminalKeysDetail, ZoneKeys, ZoneKeysDetail } from '../http/api.js';
import type { Cli } from './cli.js';
import { printTable } from './table.js';

export function printKeyMap(cli: Cli, map: KeyMap): void {
  if (cli.json) {
    cli.out(JSON.stringify(map));
    return;
  }
  printTerminals(cli, map.terminals);
  cli.out('');
  printZones(cli, map.zones);
}

export function printTerminalKey(cli: Cli, detail: TerminalKeysDetail): void {
  if (cli.json) {
    cli.out(JSON.stringify(detail));
    return;
  }
  printTerminals(cli, [detail]);
  const { since, workingKeySets, messages, cardsWithPin } = detail.blastRadius;
  const words = {
    zh: `自 ${day(since)} 起:工作密钥 ${workingKeySets} 套,报文 ${messages} 条,输过密码的卡 ${cardsWithPin} 张`,
    en:
      `since ${day(since)}: ${workingKeySets} sets of working keys, ${messages} messages, ` +
      `${cardsWithPin} cards with a PIN`,
  };
  cli.out(words[cli.language]);
}

export function printZoneKey(cli: Cli, detail: ZoneKeysDetail): void {
  if (cli.json) {
    cli.out(JSON.stringify(detail));
    return;
  }
  printZones(cli, [detail]);
  const { since, terminals, payments, cards } = detail.blastRadius;
  const ofZone = {
    zh: `自 ${day(since)} 起:终端 ${terminals} 台,带密码的交易 ${payments} 笔,卡 ${cards} 张`,
    en: `since ${day(since)}: ${terminals} terminals, ${payments} payments with a PIN, ${cards} cards`,
  };
  const ofCards = {
    zh: `由它而来的卡 ${cards} 张:须由发卡行换发`,
    en: `${cards} cards carry what came from it: the bank has to issue them anew`,
  };
  cli.out((detail.role === 'zpk' ? ofZone : ofCards)[cli.language]);
}

function printTerminals(cli: Cli, all: readonly TerminalKeys[]): void {
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

function printZones(cli: Cli, all: readonly ZoneKeys[]): void {
  printTable(
    cli,
    ['BANK', 'KEY', 'GEN', 'CHECK', 'SINCE', 'DUE', 'STATE'],
    all.flatMap(({ issuerId, role, live, earlier }) => [
      ...(live ? [live] : []).map(({ generation, kcv, createdAt, dueAt, isDue }) => [
        ...[issuerId, role, String(generation), kcv, day(createdAt), day(dueAt), isDue ? 'due' : 'good'],
      ]),
      ...earlier.map(({ generation, kcv, createdAt, state }) => [
        ...[issuerId, role, String(generation), kcv, day(createdAt), '-', state],
      ]),
    ]),
    [2],
  );
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
