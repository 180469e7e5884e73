// `tillgate books verify`: recomputes the ledger from its entries; exit 7 when a rule does not hold.

import type { Command } from 'commander';
import type { BooksProof } from '../http/api.js';
import { type CliCommand, EXIT } from './cli.js';
import { askHost } from './host-client.js';

export const booksVerifyCommand: CliCommand = {
  name: 'books verify',
  summary: { zh: '重算账簿并检查每条不变式', en: 'recompute the books and check every invariant' },
  examples: ['tillgate books verify', 'tillgate books verify -o json'],
  printsData: true,
  configure(command: Command): void {
    command.option('--data <dir>', 'data directory of the host');
  },
  async run(cli, _args, options) {
    const proof = await askHost<BooksProof>(cli, options, '/api/books');
    if (cli.json) cli.out(JSON.stringify(proof));
    else {
      cli.out(
        `${proof.entries} entry sets, ${proof.accounts} accounts, ${proof.violations.length} violations`,
      );
      for (const { rule, subject, detail } of proof.violations) cli.out(`${rule}: ${subject}: ${detail}`);
    }
    return proof.violations.length === 0 ? EXIT.ok : EXIT.checkFailed;
  },
};
