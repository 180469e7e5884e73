// `tillgate explain RRN --for AUDIENCE`: why it went as it did, in the words that person may see.

import { type Command, Option } from 'commander';
import type { Explanation } from '../http/api.js';
import { type CliCommand, EXIT } from './cli.js';
import { askHost, findHost } from './host-client.js';
import { printTimes } from './spent-times.js';

export const explainCommand: CliCommand = {
  name: 'explain',
  summary: { zh: '为什么这样，下一步做什么', en: 'why it went as it did, and what to do next' },
  examples: [
    'tillgate explain 632600000001 --for cashier --lang zh',
    'tillgate explain 632600000001 --for engineer -o json',
  ],
  printsData: true,
  configure(command: Command): void {
    command
      .argument('<rrn>', 'retrieval reference, field 37')
      .addOption(
        new Option('--for <audience>', 'who is asking')
          .choices(['cashier', 'merchant', 'cardholder', 'engineer'])
          .default('engineer'),
      )
      .option('--data <dir>', 'data directory of the host');
  },
  async run(cli, [rrn = ''], options) {
    const query = new URLSearchParams({ audience: String(options.for), lang: cli.language });
    const path = `/api/transactions/${encodeURIComponent(rrn)}/explanation?${query}`;
    const explanation = await askHost<Explanation>(cli, options, path);
    if (cli.json) {
      cli.out(JSON.stringify(explanation));
      return EXIT.ok;
    }
    cli.out(`${explanation.answerCode}  ${explanation.text}`);
    for (const step of explanation.next) cli.out(`${cli.language === 'zh' ? '下一步' : 'next'}: ${step}`);
    if (explanation.counterfactual) cli.out(explanation.counterfactual);
    const { id, confidence } = explanation.cause;
    cli.say(`cause: ${id}${confidence < 1 ? `, ${Math.round(100 * confidence)} %` : ''}`);
    for (const fact of explanation.cause.evidence) cli.say(`  ${fact}`);
    const { http } = await findHost(cli, options);
    cli.say(`  ${http}/console/?page=causes&open=${id}`);
    if (explanation.times) printTimes(cli, explanation.times);
    return EXIT.ok;
  },
};
