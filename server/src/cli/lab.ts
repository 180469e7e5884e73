// `tillgate lab`: a bad line for a terminal of the demo world, to see what the terminal and the host make of it.

import { type Command, InvalidArgumentError } from 'commander';
import type { LabView } from '../http/api.js';
import { HOST_FAULTS } from '../kernel/host-faults.js';
import { FAULT_NAMES } from '../link/index.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { askHost } from './host-client.js';
import { printTable } from './table.js';

const words: readonly string[] = [...FAULT_NAMES, ...HOST_FAULTS, 'off', 'status'];

export const labCommand: CliCommand = {
  name: 'lab',
  summary: {
    zh: '故障实验室:让演示终端的下一条报文遇到线路或主机侧的故障',
    en: 'the fault laboratory: what goes wrong with the next message of a demo terminal, on the line or at the host',
  },
  examples: [
    'tillgate lab answer-lost --terminal 10000001',
    'tillgate lab hsm-down --terminal 10000001',
    'tillgate lab delay --terminal 10000001 --times 2 --hold 70',
    'tillgate lab status -o json',
  ],
  printsData: true,
  configure(command: Command): void {
    command
      .argument('<fault>', words.join(', '))
      .option('--terminal <id>', 'a terminal of the demo world')
      .option('--times <count>', 'how many of its next messages, 1 to 100', parseWhole, 1)
      .option('--hold <seconds>', 'delay, reorder: how long at the most', parseWhole, 65)
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, [fault = ''], options) {
    const { terminal: terminalId, times, hold } = options;
    if (!words.includes(fault) || (fault !== 'status' && typeof terminalId !== 'string')) {
      const wanted = words.includes(fault) ? '--terminal' : words.join(', ');
      cli.say(cli.language === 'zh' ? `参数缺失或有误:${wanted}` : `missing or not understood: ${wanted}`);
      return EXIT.usage;
    }
    const view = await (fault === 'status'
      ? askHost<LabView>(cli, options, '/api/lab')
      : fault === 'off'
        ? askHost<LabView>(cli, options, '/api/lab/disarm', { terminalId })
        : askHost<LabView>(cli, options, '/api/lab', {
            terminalId,
            fault,
            times,
            holdMs: Number(hold) * 1000,
          }));
    print(cli, view);
    return EXIT.ok;
  },
};

function print(cli: Cli, view: LabView): void {
  if (cli.json) {
    cli.out(JSON.stringify(view));
    return;
  }
  const time = (at: number): string => new Date(at).toISOString().slice(11, 19);
  printTable(
    cli,
    ['TERMINAL', 'FAULT', 'STATE', 'TIMES', 'AT'],
    [
      ...view.armed.map((one) => [
        one.terminalId,
        one.fault,
        'armed',
        String(one.timesLeft),
        time(one.until),
      ]),
      ...view.done.map((one) => [one.terminalId, one.fault, 'done', '', time(one.at)]),
    ],
    [3],
  );
}

function parseWhole(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 300) throw new InvalidArgumentError('1 to 300');
  return count;
}
