// `tillgate hsm status|officer|password|begin|component|activate|retire`: the change of the local master key on the
// running host. Each step is taken by a person who signs in; passwords and components come from standard input.

import { Option } from 'commander';
import type { LmkComponent, LmkState } from '../http/api.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { enterComponent } from './component-entry.js';
import { askHost, askHostAs } from './host-client.js';
import { nameOf, withData, withPerson } from './person-option.js';
import { readSecrets } from './secret-lines.js';

type Options = Readonly<Record<string, unknown>>;

const status: CliCommand = {
  name: 'hsm status',
  summary: { zh: '在用与留存的本地主密钥', en: 'the local master keys, live and kept' },
  examples: ['tillgate hsm status', 'tillgate hsm status -o json'],
  printsData: true,
  configure: withData,
  async run(cli, _args, options) {
    printState(cli, await askHost<LmkState>(cli, options, '/api/hsm/lmk'));
    return EXIT.ok;
  },
};

const officer: CliCommand = {
  name: 'hsm officer',
  summary: { zh: '登记一名密钥管理员，并给出首个密码', en: 'add a key officer; prints the first password' },
  examples: ['tillgate hsm officer ann', 'tillgate hsm officer bob -o json'],
  printsData: true,
  configure(command) {
    withData(command).argument('<name>', 'lower-case letters, digits, dots and dashes');
  },
  async run(cli, [name = ''], options) {
    const body = { name, role: 'administrator' };
    const added = await askHost<{ name: string; password: string }>(cli, options, '/api/people', body);
    cli.out(cli.json ? JSON.stringify(added) : `${added.name} ${added.password}`);
    return EXIT.ok;
  },
};

const password: CliCommand = {
  name: 'hsm password',
  summary: { zh: '把首个密码换成自己的', en: 'change a first password to one of your own' },
  examples: ['tillgate hsm password --as ann', 'tillgate hsm password --as ann < two-lines'],
  printsData: false,
  configure: withPerson,
  async run(cli, _args, options) {
    const [current = '', next = ''] = await readSecrets(cli, ['current password', 'new password']);
    await askHostAs(cli, options, { name: nameOf(options), password: current }, '/api/password', {
      current,
      next,
    });
    return EXIT.ok;
  },
};

const begin: CliCommand = {
  name: 'hsm begin',
  summary: { zh: '开始录入新的本地主密钥', en: 'begin the ceremony of a new local master key' },
  examples: ['tillgate hsm begin --as ann', 'tillgate hsm begin --as ann --components 3'],
  printsData: false,
  configure(command) {
    withPerson(command).addOption(
      new Option('--components <count>', 'how many people enter one').choices(['2', '3']).default('2'),
    );
  },
  async run(cli, _args, options) {
    await step(cli, options, 'begin', { components: Number(options.components) });
    return EXIT.ok;
  },
};

const component: CliCommand = {
  name: 'hsm component',
  summary: {
    zh: '录入自己的分量(密码与分量各一行)',
    en: 'enter your component (password, then component, a line each)',
  },
  examples: ['tillgate hsm component --as ann', 'tillgate hsm component --as bob --check-value 1A2B3C'],
  printsData: true,
  configure(command) {
    withPerson(command).option('--check-value <digits>', 'what you hold its check value to be');
  },
  async run(cli, _args, options) {
    const told = await enterComponent<LmkComponent>(cli, options, {
      ...{ ceremony: '/api/hsm/lmk/ceremony', component: '/api/hsm/lmk/component', bytes: 32 },
    });
    if (cli.json) cli.out(JSON.stringify(told));
    else {
      cli.out(`component ${told.entered} of ${told.wanted}, check value ${told.checkValue}`);
      if (told.total !== '') cli.out(`the new local master key has check value ${told.total}`);
    }
    return EXIT.ok;
  },
};

const activate = withCheckValue('activate', {
  zh: '启用新主密钥，并重新加密所有存储的密钥',
  en: 'make a local master key live and re-wrap every stored key',
});
const retire = withCheckValue('retire', {
  zh: '停用并抹去旧主密钥',
  en: 'wipe a local master key that nothing needs',
});

export const hsmCommands: readonly CliCommand[] = [
  status,
  officer,
  password,
  begin,
  component,
  activate,
  retire,
];

function withCheckValue(verb: 'activate' | 'retire', summary: CliCommand['summary']): CliCommand {
  return {
    name: `hsm ${verb}`,
    summary,
    examples: [`tillgate hsm ${verb} 1A2B3C --as ann`, `tillgate hsm ${verb} 1A2B3C --as ann -o json`],
    printsData: true,
    configure(command) {
      withPerson(command).argument('<check-value>', 'of the local master key');
    },
    async run(cli, [checkValue = ''], options) {
      printState(cli, await step<LmkState>(cli, options, verb, { checkValue }));
      return EXIT.ok;
    },
  };
}

async function step<Answer>(cli: Cli, options: Options, verb: string, body: object): Promise<Answer> {
  const [secret = ''] = await readSecrets(cli, ['password']);
  return askHostAs(cli, options, { name: nameOf(options), password: secret }, `/api/hsm/lmk/${verb}`, body);
}

function printState(cli: Cli, state: LmkState): void {
  if (cli.json) {
    cli.out(JSON.stringify(state));
    return;
  }
  cli.out(
    `live ${state.live}; kept ${state.others.join(' ') || '-'}; ${state.blocksLeft} stored keys to re-wrap`,
  );
}
