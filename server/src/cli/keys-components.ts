// `tillgate keys begin` and `keys component`: the host's half of a component ceremony, of a terminal's own key or of a
// key that a bank brings.

import { type Command, Option } from 'commander';
import type { EnteredKeyComponent, KeyComponents } from '../http/api.js';
import { type CliCommand, EXIT } from './cli.js';
import { enterComponent } from './component-entry.js';
import { askHostAs } from './host-client.js';
import { isZoneKey, pathOfKey } from './keys.js';
import { nameOf, withPerson } from './person-option.js';
import { readSecrets } from './secret-lines.js';

const begin: CliCommand = {
  name: 'keys begin',
  summary: {
    zh: '开始按分量录入一把密钥(终端密钥，或银行带来的密钥)',
    en: 'begin the component ceremony of a key: of a terminal, or brought by a bank',
  },
  examples: [
    'tillgate keys begin 20000001 --as ann',
    'tillgate keys begin 62999900/pvk --as ann --components 3',
  ],
  printsData: false,
  configure(command) {
    ofKey(command).addOption(
      new Option('--components <count>', 'how many people enter one').choices(['2', '3']).default('2'),
    );
  },
  async run(cli, [name = ''], options) {
    const [password = ''] = await readSecrets(cli, ['password']);
    const person = { name: nameOf(options), password };
    const body = { components: Number(options.components) };
    await askHostAs<KeyComponents>(cli, options, person, `${pathOf(name)}/begin`, body);
    return EXIT.ok;
  },
};

const component: CliCommand = {
  name: 'keys component',
  summary: {
    zh: '录入自己的分量(密码与分量各一行)',
    en: 'enter your component (password, then component, a line each)',
  },
  examples: [
    'tillgate keys component 20000001 --as ann',
    'tillgate keys component 62999900/pvk --as bob --check-value 1A2B3C',
  ],
  printsData: true,
  configure(command) {
    ofKey(command).option('--check-value <digits>', 'what you hold its check value to be');
  },
  async run(cli, [name = ''], options) {
    const path = pathOf(name);
    const bytes = name.endsWith('/zone-master') ? 32 : 16;
    const told = await enterComponent<EnteredKeyComponent>(cli, options, {
      ...{ ceremony: path, component: path, bytes },
    });
    if (cli.json) cli.out(JSON.stringify(told));
    else {
      const total = told.total === '' ? '' : `  = ${told.total}`;
      cli.out(`${told.entered}/${told.wanted}  ${told.checkValue}${total}`);
    }
    return EXIT.ok;
  },
};

export const componentCommands: readonly CliCommand[] = [begin, component];

function ofKey(command: Command): Command {
  return withPerson(command).argument(
    '<key>',
    'terminal, 8 digits, or bank and role: 62999900/pvk, /imk-ac, /zone-master',
  );
}

/** @throws HostFault for what names no key */
function pathOf(name: string): string {
  const of = isZoneKey(name) ? pathOfKey(name) : `/api/terminals/${encodeURIComponent(name)}`;
  return `${of}/key-components`;
}
