// `tillgate keys list` and `keys show KEY`: who holds which key, by check value, and what one that is compromised
// takes with it. A key is named by its terminal, or by bank and role: 62999900/zpk.

import type { KeyMap, TerminalKeysDetail, ZoneKeysDetail } from '../http/api.js';
import { type CliCommand, EXIT } from './cli.js';
import { askHost, HostFault } from './host-client.js';
import { printKeyMap, printTerminalKey, printZoneKey } from './keys-output.js';

export const keysListCommand: CliCommand = {
  name: 'keys list',
  summary: {
    zh: '终端与银行的密钥:校验值、代次、使用次数、下次更换',
    en: 'the keys of terminals and banks, and when they are due',
  },
  examples: ['tillgate keys list', 'tillgate keys list -o json'],
  printsData: true,
  configure(command): void {
    command.option('--data <dir>', 'data directory of the host');
  },
  async run(cli, _args, options) {
    const [terminals, zones] = await Promise.all([
      askHost<KeyMap['terminals']>(cli, options, '/api/keys'),
      askHost<KeyMap['zones']>(cli, options, '/api/zone-keys'),
    ]);
    printKeyMap(cli, { terminals, zones });
    return EXIT.ok;
  },
};

export const keysShowCommand: CliCommand = {
  name: 'keys show',
  summary: {
    zh: '一把密钥(终端号,或 行号/角色),以及泄露时要更换什么',
    en: 'the keys of one terminal or bank, and what a compromise means',
  },
  examples: ['tillgate keys show 10000001', 'tillgate keys show 62999900/zpk -o json'],
  printsData: true,
  configure(command): void {
    command
      .argument('<key>', 'terminal, 8 digits, or bank and role: 62999900/zpk, /pvk, /imk-ac, /zone-master')
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, [name = ''], options) {
    const path = pathOfKey(name);
    if (isZoneKey(name)) printZoneKey(cli, await askHost<ZoneKeysDetail>(cli, options, path));
    else printTerminalKey(cli, await askHost<TerminalKeysDetail>(cli, options, path));
    return EXIT.ok;
  },
};

export function isZoneKey(name: string): boolean {
  return name.includes('/');
}

/** @throws HostFault for what names no key */
export function pathOfKey(name: string): string {
  if (!isZoneKey(name)) return `/api/keys/${encodeURIComponent(name)}`;
  const [, issuerId, role] = /^([0-9]{1,11})\/(zpk|pvk|imk-ac|zone-master)$/.exec(name) ?? [];
  if (issuerId === undefined)
    throw new HostFault(EXIT.usage, `${name}: BANK/zpk, BANK/pvk, BANK/imk-ac, BANK/zone-master`);
  return `/api/zone-keys/${issuerId}/${role}`;
}
