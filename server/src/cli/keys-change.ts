// `tillgate keys compromise KEY`, `keys rotate BANK` and `keys retire BANK`: the end of a key and of all that came from
// it, and the exchange of a zone key with its bank. Passwords of people come from standard input.

import type { Command } from 'commander';
import type { TerminalKeysDetail, ZoneKeysDetail } from '../http/api.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { askHost, askHostAs, HostFault } from './host-client.js';
import { isZoneKey, pathOfKey } from './keys.js';
import { componentCommands } from './keys-components.js';
import { printTerminalKey, printZoneKey } from './keys-output.js';
import { nameOf, withData, withPerson } from './person-option.js';
import { readSecrets } from './secret-lines.js';

type Options = Readonly<Record<string, unknown>>;

const compromise: CliCommand = {
  name: 'keys compromise',
  summary: {
    zh: '标记密钥为泄露:立即停用它及其下的密钥;银行的密钥须两人',
    en: 'end a key and all that came from it, at once; the key of a bank by two people',
  },
  examples: [
    'tillgate keys compromise 10000001 --yes',
    'tillgate keys compromise 62999900/zpk --as ann --and bob --yes',
  ],
  printsData: true,
  configure(command: Command): void {
    command
      .argument('<key>', 'terminal, 8 digits, or bank and role: 62999900/zpk, /pvk, /imk-ac, /zone-master')
      .option('--as <name>', 'key of a bank: the first of the two people')
      .option('--and <name>', 'key of a bank: the second, if both are here now')
      .option('--yes', 'what needs the key cannot go on until a new one is there');
    withData(command);
  },
  async run(cli, [name = ''], options) {
    if (options.yes !== true) {
      const words = {
        zh: '此后须有新密钥才能交易;确认请加 --yes',
        en: 'what needs it cannot pay until a new key is there; to go on: --yes',
      };
      cli.say(words[cli.language]);
      return EXIT.usage;
    }
    const path = `${pathOfKey(name)}/compromise`;
    if (isZoneKey(name)) printZoneKey(cli, await asTwo(cli, options, path));
    else printTerminalKey(cli, await askHost<TerminalKeysDetail>(cli, options, path, {}));
    return EXIT.ok;
  },
};

const rotate = ofBank('rotate', {
  zh: '与银行交换新的区域密码密钥;旧密钥仍可接收在途报文',
  en: 'exchange a new zone PIN key with a bank; what is under way still comes under the old one',
});
const retire = ofBank('retire', {
  zh: '停用上一代区域密码密钥(24 小时后自动停用)',
  en: 'end the zone PIN key before the live one (it ends by itself after 24 hours)',
});

export const keysChangeCommands: readonly CliCommand[] = [compromise, rotate, retire, ...componentCommands];

function ofBank(verb: 'rotate' | 'retire', summary: CliCommand['summary']): CliCommand {
  return {
    name: `keys ${verb}`,
    summary,
    examples: [`tillgate keys ${verb} 62999900 --as ann`, `tillgate keys ${verb} 62999900 --as ann -o json`],
    printsData: true,
    configure(command) {
      withPerson(command).argument('<bank>', 'as keys list names it');
    },
    async run(cli, [bank = ''], options) {
      const [password = ''] = await readSecrets(cli, ['password']);
      const person = { name: nameOf(options), password };
      const path = `${pathOfKey(`${bank}/zpk`)}/${verb}`;
      printZoneKey(cli, await askHostAs<ZoneKeysDetail>(cli, options, person, path, {}));
      return EXIT.ok;
    },
  };
}

/** With both people at one place it is one command; else the second one asks for the same a little later. */
async function asTwo(cli: Cli, options: Options, path: string): Promise<ZoneKeysDetail> {
  const names = [nameOf(options), ...(options.and === undefined ? [] : [nameOf(options, 'and')])];
  const prompts = names.map((name) => `password of ${name}`);
  const passwords = await readSecrets(cli, prompts);
  let refused: unknown;
  for (const [at, name] of names.entries()) {
    const person = { name, password: passwords[at] ?? '' };
    try {
      return await askHostAs<ZoneKeysDetail>(cli, options, person, path, {});
    } catch (error) {
      const waits = error instanceof HostFault && error.code === 'TG_SECOND_PERSON';
      if (!waits) throw error;
      refused = error;
    }
  }
  throw refused;
}
