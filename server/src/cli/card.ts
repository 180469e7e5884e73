// `tillgate card find`, `card unlock-pin` and `card unblock`: a bank's desk for its cards. A card is found by its last
// four digits and named by its number in the books, never by its PAN.

import type { BankCard } from '../http/api.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { askHost, HostFault } from './host-client.js';
import { printTable } from './table.js';

export const cardFindCommand: CliCommand = {
  name: 'card find',
  summary: { zh: '按末四位查卡:状态与密码次数', en: 'cards by their last four digits: state and PIN tries' },
  examples: ['tillgate card find 0144', 'tillgate card find 0144 -o json'],
  printsData: true,
  configure(command): void {
    command.argument('<last4>', 'last four digits').option('--data <dir>', 'data directory of the host');
  },
  async run(cli, [last4 = ''], options) {
    if (!/^[0-9]{4}$/.test(last4)) throw new HostFault(EXIT.usage, `${last4}: four digits`);
    const cards = await askHost<readonly BankCard[]>(cli, options, `/api/cards?last4=${last4}`);
    printCards(cli, cards);
    return cards.length === 0 ? EXIT.notFound : EXIT.ok;
  },
};

export const cardUnlockPinCommand: CliCommand = changing('unlock-pin', {
  zh: '银行解锁密码(密码不变)',
  en: "unlock a card's PIN, as its bank; the PIN stays",
});

export const cardUnblockCommand: CliCommand = changing('unblock', {
  zh: '恢复被银行停用的卡',
  en: 'put a card that its bank has blocked back into use',
});

function changing(verb: 'unlock-pin' | 'unblock', summary: CliCommand['summary']): CliCommand {
  return {
    name: `card ${verb}`,
    summary,
    examples: [`tillgate card ${verb} 14`, `tillgate card ${verb} 14 -o json`],
    printsData: true,
    configure(command): void {
      command
        .argument('<card>', 'its number, from `tillgate card find`')
        .option('--data <dir>', 'data directory of the host');
    },
    async run(cli, [card = ''], options) {
      if (!/^[1-9][0-9]{0,15}$/.test(card)) throw new HostFault(EXIT.usage, `${card}: a number of a card`);
      printCards(cli, [await askHost<BankCard>(cli, options, `/api/cards/${card}/${verb}`, {})]);
      return EXIT.ok;
    },
  };
}

function printCards(cli: Cli, cards: readonly BankCard[]): void {
  if (cli.json) {
    cli.out(JSON.stringify(cards));
    return;
  }
  const [locked, tries] = cli.language === 'zh' ? ['已锁', '次错'] : ['locked', 'wrong'];
  printTable(
    cli,
    cli.language === 'zh'
      ? ['编号', '卡号', '银行', '状态', '密码']
      : ['card', 'number', 'bank', 'state', 'PIN'],
    cards.map((card) => [
      ...[String(card.cardId), card.panMasked, card.issuerName[cli.language], card.status],
      card.isPinLocked ? locked : `${card.pinTries} ${tries}`,
    ]),
    [0],
  );
}
