// `tillgate profile list`, `show` and `check`: the dialects that terminals may speak, and whether a file of one's
// own is one. None of them needs a host.

import { readFile } from 'node:fs/promises';
import {
  type Profile,
  type ProfileProblem,
  profileSettings,
  readProfile,
  type SettingName,
  shippedProfiles,
  standardProfile,
} from '@tillgate/pos-protocol';
import type { Command } from 'commander';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { printTable } from './table.js';

const settingNames = Object.keys(profileSettings) as readonly SettingName[];

export const profileListCommand: CliCommand = {
  name: 'profile list',
  summary: { zh: '随附的终端方言', en: 'the dialects that are shipped' },
  examples: ['tillgate profile list', 'tillgate profile list -o json'],
  printsData: true,
  configure: () => undefined,
  async run(cli) {
    if (cli.json) cli.out(JSON.stringify(shippedProfiles));
    else {
      const rows = shippedProfiles.map((profile) => [profile.name, differences(profile)]);
      printTable(cli, ['NAME', 'DIFFERS FROM CUP-POS IN'], rows, []);
    }
    return EXIT.ok;
  },
};

export const profileShowCommand: CliCommand = {
  name: 'profile show',
  summary: { zh: '一个方言的全部设置', en: 'one dialect, setting by setting' },
  examples: ['tillgate profile show cup-pos', 'tillgate profile show cup-pos-legacy -o json > mine.json'],
  printsData: true,
  configure(command: Command): void {
    command.argument('<name>', 'name of a shipped profile');
  },
  async run(cli, [name = '']) {
    const profile = shippedProfiles.find((one) => one.name === name);
    if (!profile) {
      const known = shippedProfiles.map((one) => one.name).join(', ');
      cli.say(cli.language === 'zh' ? `没有 ${name};可用:${known}` : `no profile ${name}; known: ${known}`);
      return EXIT.notFound;
    }
    if (cli.json) cli.out(JSON.stringify(profile, undefined, 2));
    else printTable(cli, ['SETTING', 'VALUE', 'MEANING'], settingRows(cli, profile), []);
    return EXIT.ok;
  },
};

export const profileCheckCommand: CliCommand = {
  name: 'profile check',
  summary: { zh: '检查方言文件', en: 'is this file a profile, and if not, where' },
  examples: ['tillgate profile check mine.json', 'tillgate profile check mine.json -o json'],
  printsData: true,
  configure(command: Command): void {
    command.argument('<file>', 'a profile as JSON; what it leaves out is as in cup-pos');
  },
  async run(cli, [path = '']) {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch {
      cli.say(cli.language === 'zh' ? `无法读取 ${path}` : `cannot read ${path}`);
      return EXIT.notFound;
    }
    const reading = readProfile(text);
    const problems = 'problems' in reading ? reading.problems : [];
    if (cli.json) cli.out(JSON.stringify({ file: path, problems }));
    else for (const problem of problems) cli.out(problemLine(cli, path, problem));
    if ('profile' in reading && !cli.json) cli.out(`${path}: ${reading.profile.name}`);
    return problems.length === 0 ? EXIT.ok : EXIT.checkFailed;
  },
};

function problemLine(
  cli: Cli,
  path: string,
  { line, column, setting, expected, got }: ProfileProblem,
): string {
  const place = `${path}:${line}:${column}: ${setting}`;
  return cli.language === 'zh'
    ? `${place}:应为 ${expected};实为 ${got}`
    : `${place}: expected ${expected}; got ${got}`;
}

function settingRows(cli: Cli, profile: Profile): string[][] {
  return settingNames.map((name) => [
    name,
    JSON.stringify(profile[name]),
    profileSettings[name][cli.language],
  ]);
}

function differences(profile: Profile): string {
  const differing = settingNames.filter(
    (name) => JSON.stringify(profile[name]) !== JSON.stringify(standardProfile[name]),
  );
  return differing.map((name) => `${name} ${JSON.stringify(profile[name])}`).join(', ');
}
