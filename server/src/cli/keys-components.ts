// `tillgate keys begin` and `keys component`: the host's half of a component ceremony. A component is sealed here for
// the HSM, under the name of the person who enters it; the host's process carries what it cannot read.

import { type Command, Option } from 'commander';
import { sealComponent } from '../hsm/index.js';
import type { EnteredKeyComponent, KeyComponents, SealedKeyComponent } from '../http/api.js';
import { type CliCommand, EXIT } from './cli.js';
import { askHostAs, HostFault } from './host-client.js';
import { nameOf, withPerson } from './person-option.js';
import { readSecrets } from './secret-lines.js';

const begin: CliCommand = {
  name: 'keys begin',
  summary: {
    zh: '开始为一台终端按分量录入密钥',
    en: "begin the component ceremony of a terminal's own key",
  },
  examples: ['tillgate keys begin 20000001 --as ann', 'tillgate keys begin 20000001 --as ann --components 3'],
  printsData: false,
  configure(command) {
    ofTerminal(command).addOption(
      new Option('--components <count>', 'how many people enter one').choices(['2', '3']).default('2'),
    );
  },
  async run(cli, [terminal = ''], options) {
    const [password = ''] = await readSecrets(cli, ['password']);
    const person = { name: nameOf(options), password };
    const body = { components: Number(options.components) };
    await askHostAs<KeyComponents>(cli, options, person, `${pathOf(terminal)}/begin`, body);
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
    'tillgate keys component 20000001 --as bob --check-value 1A2B3C',
  ],
  printsData: true,
  configure(command) {
    ofTerminal(command).option('--check-value <digits>', 'what you hold its check value to be');
  },
  async run(cli, [terminal = ''], options) {
    const [password = '', typed = ''] = await readSecrets(cli, [
      'password',
      'component, 32 hexadecimal digits',
    ]);
    if (!/^[0-9A-Fa-f]{32}$/.test(typed))
      throw new HostFault(EXIT.usage, 'a component is 32 hexadecimal digits');
    const person = { name: nameOf(options), password };
    const path = pathOf(terminal);
    const { label, publicKey } = await askHostAs<KeyComponents>(cli, options, person, path);
    const bytes = Uint8Array.from(Buffer.from(typed, 'hex'));
    const sealed = sealComponent(bytes, new Uint8Array(Buffer.from(publicKey, 'base64')), label, person.name);
    bytes.fill(0);
    const body: SealedKeyComponent = {
      ephemeralKey: Buffer.from(sealed.ephemeralKey).toString('base64'),
      sealed: Buffer.from(sealed.sealed).toString('base64'),
      checkValue: String(options.checkValue ?? ''),
    };
    const told = await askHostAs<EnteredKeyComponent>(cli, options, person, path, body);
    if (cli.json) cli.out(JSON.stringify(told));
    else {
      const total = told.total === '' ? '' : `  = ${told.total}`;
      cli.out(`${told.entered}/${told.wanted}  ${told.checkValue}${total}`);
    }
    return EXIT.ok;
  },
};

export const componentCommands: readonly CliCommand[] = [begin, component];

function ofTerminal(command: Command): Command {
  return withPerson(command).argument('<terminal>', 'terminal, 8 digits');
}

function pathOf(terminal: string): string {
  return `/api/terminals/${encodeURIComponent(terminal)}/key-components`;
}
