// Bugs to plant, each a small change of the source: what a tired person could write and a reader could miss. `caughtBy`
// names the detector that must find it, `faults` and `transactions` the cheapest world in which the simulation does.

const ACQUIRER = 'server/src/acquirer';
const TERMINAL = 'packages/terminal/src';

export const PLANTED_BUGS = [
  {
    name: 'a repetition is decided anew',
    edits: [
      {
        file: `${ACQUIRER}/decide-request.ts`,
        find: '  if (repeated) return repeated;\n  const overtaken',
        replace: '  void repeated;\n  const overtaken',
      },
      {
        file: `${ACQUIRER}/record.ts`,
        find: 'identity: decided.identity ?? null',
        replace: 'identity: decided.identity ? decided.identity + request.rrn : null',
      },
    ],
    caughtBy: 'sim',
    faults: 'duplicate',
  },
  {
    name: 'the answer leaves before the commit',
    edits: [
      {
        file: 'server/src/store/group-commit.ts',
        find: '        return set.changes();\n',
        replace:
          "        batch.forEach((one, at) => 'result' in outcomes[at]! && one.resolve(outcomes[at]!.result));\n" +
          '        return set.changes();\n',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'a commit of which nobody knows counts as done',
    edits: [
      {
        file: 'server/src/store/group-commit.ts',
        find: '      if (error instanceof StoreFault) return error;',
        replace: "      if (error instanceof StoreFault && error.kind !== 'unknown') return error;",
      },
      {
        file: 'server/src/store/group-commit.ts',
        find: '      for (const one of batch) one.reject(error);\n      return undefined;',
        replace:
          "      batch.forEach((one, at) => 'result' in outcomes[at]! && one.resolve(outcomes[at]!.result));\n" +
          '      return undefined;',
      },
    ],
    caughtBy: 'sim',
    faults: 'torn-write,fsync-error,database-restart',
  },
  {
    name: 'a request does not see what the one before it in its step did',
    edits: [
      {
        file: 'server/src/store/working-set.ts',
        find: 'this.#layers = [own, batch, loaded];',
        replace: 'this.#layers = [own, new Layer(), loaded];',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'reference numbers overlap',
    edits: [
      {
        file: 'server/src/kernel/rrn.ts',
        find: '    left = RRN_BLOCK;',
        replace: '    left = RRN_BLOCK + 40;',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
    transactions: 3_000,
  },
  {
    name: 'the head of the queue of advices is dropped when another joins',
    edits: [
      {
        file: `${TERMINAL}/told-payment.ts`,
        find: '    advices: [...core.state.advices, { ...advice, changes }],',
        replace: '    advices: [...core.state.advices.slice(1), { ...advice, changes }],',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'fees are rounded down',
    edits: [
      {
        file: 'server/src/kernel/money.ts',
        find: '(amountMinor * basisPoints + 5000) / 10000',
        replace: '(amountMinor * basisPoints) / 10000',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'a refund keeps the fee',
    edits: [
      {
        file: 'server/src/ledger/follow-movement.ts',
        find: '      feeMinor: feeOfChange(left, left - amountMinor, basisPoints),',
        replace: '      feeMinor: 0 * basisPoints,',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'a refund may be more than is left',
    edits: [
      {
        file: `${ACQUIRER}/follow-payment.ts`,
        find: 'return amountMinor <= left ? undefined',
        replace: 'return amountMinor <= left * 2 ? undefined',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
    transactions: 3_000,
  },
  {
    name: 'a voided pre-authorization keeps its hold',
    edits: [
      {
        file: 'server/src/ledger/follow-movement.ts',
        find: "return holdTo(captureTo(payment, 0, basisPoints), payment, 0);\n    case 'completion':",
        replace:
          "return holdTo(captureTo(payment, 0, basisPoints), payment, payment.held_minor);\n    case 'completion':",
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'a wrong PIN is not counted',
    edits: [
      {
        file: 'server/src/issuer/decide-payment.ts',
        find: 'const counted = { ...card, pin_tries: tries };',
        replace: 'const counted = { ...card };',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'a wrong PIN passes for the right one',
    edits: [
      {
        file: 'server/src/issuer/decide-payment.ts',
        find: "  if (pin === 'mismatch') {",
        replace: "  if (pin === 'mismatch' && card.pin_tries > 0) {",
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'a locked card takes one more PIN',
    edits: [
      {
        file: 'server/src/issuer/decide-payment.ts',
        find: 'if (card.pin_tries >= PIN_TRIES) return',
        replace: 'if (card.pin_tries > PIN_TRIES) return',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
    transactions: 3_000,
  },
  {
    name: 'the limit of the day is not asked',
    edits: [
      {
        file: 'server/src/issuer/decide-payment.ts',
        find: '  if (spentMinor + amountMinor > card.daily_minor) {',
        replace: '  if (amountMinor > card.daily_minor) {',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'money is paid that is not there',
    edits: [
      {
        file: 'server/src/issuer/decide-payment.ts',
        find: '  if (amountMinor > card.available_minor) {',
        replace: '  if (amountMinor > card.available_minor + 5_000) {',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'the counter of a cryptogram is good twice',
    edits: [
      {
        file: 'server/src/issuer/check-card.ts',
        find: 'return { card: { ...card, highest_atc: atc, atc_open: false } };',
        replace: 'return { card };',
      },
      {
        file: `${TERMINAL}/virtual-chip.ts`,
        find: '    this.#nextAtc += 1;',
        replace: '    this.#nextAtc += this.#nextAtc % 2;',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'a card number is kept in the row',
    edits: [
      {
        file: `${ACQUIRER}/record.ts`,
        find: 'pan_masked: request.panMasked ?? null',
        replace: 'pan_masked: request.pan?.reveal() ?? null',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'a failure is logged with the card number',
    edits: [
      {
        file: 'server/src/payment-path.ts',
        find: 'if (known === undefined) stations.failed(request.rrn, error);',
        replace: 'if (known === undefined) stations.failed(request.rrn + way.known.pan?.reveal(), error);',
      },
    ],
    caughtBy: 'sim',
    faults: 'database-gone,database-restart,short-write',
    transactions: 3_000,
  },
  {
    name: 'a reversal leaves no tombstone',
    edits: [
      {
        file: `${ACQUIRER}/reverse-payment.ts`,
        find: 'for (const [today] of around) draft.addTombstone({ identity: today, rrn: request.rrn });',
        replace: 'for (const [today] of around) void [today, draft, request];',
      },
    ],
    caughtBy: 'sim',
    faults: 'reorder,delay',
  },
  {
    name: 'a late original overtakes its reversal',
    edits: [
      {
        file: `${ACQUIRER}/decide-request.ts`,
        find: "  if (overtaken) return declined('reversal.came-first'",
        replace: "  if (overtaken && !request.amountMinor) return declined('reversal.came-first'",
      },
    ],
    caughtBy: 'sim',
    faults: 'reorder,delay',
  },
  {
    name: 'a reversal gives no money back',
    edits: [
      {
        file: `${ACQUIRER}/reverse-payment.ts`,
        find: '  moveMoney(draft, request, { rrn: root.rrn, card: counted, movement: back });\n',
        replace: '',
      },
    ],
    caughtBy: 'sim',
    faults: 'loss',
  },
  {
    name: 'a reversal does not mark what it reversed',
    edits: [
      {
        file: `${ACQUIRER}/reverse-payment.ts`,
        find: "  draft.changeTransaction({ ...row, state: 'reversed', figures });\n  return back;",
        replace: '  draft.changeTransaction({ ...row, figures });\n  return back;',
      },
    ],
    caughtBy: 'sim',
    faults: 'loss',
  },
  {
    name: 'the reversal of a void does not open the purchase again',
    edits: [
      {
        file: `${ACQUIRER}/reverse-payment.ts`,
        find: '  draft.changeTransaction({ ...before, state });\n',
        replace: '  draft.changeTransaction({ ...before });\n',
      },
    ],
    caughtBy: 'sim',
    faults: 'loss',
    transactions: 3_000,
  },
  {
    name: 'a clock set back over midnight hides the original',
    edits: [
      {
        file: `${ACQUIRER}/identity.ts`,
        find: 'return [identityOn(parts, localDate), identityOn(parts, yesterday), identityOn(parts, tomorrow)];',
        replace:
          'return [identityOn(parts, localDate), identityOn(parts, yesterday), identityOn(parts, tomorrow).slice(1)];',
      },
    ],
    caughtBy: 'sim',
    faults: 'clock-jump,clock-skew,cut,loss',
    transactions: 5_000,
  },
  {
    name: 'a no without a row leaves with a MAC',
    edits: [
      {
        file: `${ACQUIRER}/answer-request.ts`,
        find: ' || outcome.provisional)',
        replace: ')',
      },
    ],
    caughtBy: 'sim',
    faults: 'database-gone,database-restart,torn-write,fsync-error,commit-unknown,duplicate',
    transactions: 5_000,
  },
  {
    name: 'the MAC of a request is not asked',
    edits: [
      {
        file: `${ACQUIRER}/verify-mac.ts`,
        find: 'fitsPending ? pending : fitsCurrent ? current : null',
        replace: 'fitsPending ? pending : current',
      },
    ],
    caughtBy: 'sim',
    faults: 'corrupt',
  },
  {
    name: 'a settlement counts what was reversed',
    edits: [
      {
        file: `${ACQUIRER}/settle-batch.ts`,
        find: "row.state === 'reversed' || row.state === 'declined'",
        replace: "row.state === 'declined'",
      },
    ],
    caughtBy: 'sim',
    faults: 'loss,cut',
  },
  {
    name: 'the terminal sends before it has stored the reversal',
    edits: [
      {
        file: `${TERMINAL}/online-payment.ts`,
        find: '  await core.save({ nextTrace, pendingReversal: pendingFor(core, request, message) });\n',
        replace: '  await core.save({ nextTrace });\n',
      },
    ],
    caughtBy: 'sim',
    faults: 'cut',
  },
  {
    name: 'the terminal takes silence for the confirmation of a reversal',
    edits: [
      {
        file: `${TERMINAL}/reversal-queue.ts`,
        find: "  if (reply.type !== 'answer') return 'waiting';\n  if (isConfirmed(reply)) {",
        replace: "  if (reply.type !== 'answer' || isConfirmed(reply)) {",
      },
    ],
    caughtBy: 'sim',
    faults: 'loss,cut',
    transactions: 3_000,
  },
  {
    name: 'the terminal believes an answer without asking its MAC',
    edits: [
      {
        file: `${TERMINAL}/online-payment.ts`,
        find: "  if (mac === 'wrong' || (mac === 'absent' && core.takesAsApproved(code))) {",
        replace: "  if (mac === 'absent' && core.takesAsApproved(code)) {",
      },
    ],
    caughtBy: 'sim',
    faults: 'corrupt',
  },
  {
    name: 'the terminal forgets the reversal before it has stored the sale',
    edits: [
      {
        file: `${TERMINAL}/online-payment.ts`,
        find: '    await core.save({\n      ...{ pendingReversal: undefined, journal',
        replace:
          '    await core.save({ pendingReversal: undefined });\n' +
          '    await core.save({\n      ...{ pendingReversal: undefined, journal',
      },
    ],
    caughtBy: 'sim',
    faults: 'power-cut',
    transactions: 3_000,
  },
  {
    name: 'the merchant is owed the fee, too',
    edits: [
      {
        file: 'server/src/ledger/post-movement.ts',
        find: '[accounts.payable(merchantId), amount - fee]',
        replace: '[accounts.payable(merchantId), amount]',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'a forward is dropped when its bank is gone',
    edits: [
      {
        file: 'server/src/switch/store-and-forward.ts',
        find: "  if (answer.outcome !== 'answered') return { at, outcome: answer.outcome, code: undefined };",
        replace: "  if (answer.outcome !== 'answered') return { at, outcome: 'confirmed', code: undefined };",
      },
    ],
    caughtBy: 'sim',
    faults: 'bank-gone',
  },
  {
    name: 'a bank that gave no answer is told nothing',
    edits: [
      {
        file: `${ACQUIRER}/ask-bank.ts`,
        find: "  draft.putForward(forwardOf(row.rrn, card, 'reversal', at));\n",
        replace: '  void [forwardOf, card, at];\n',
      },
    ],
    caughtBy: 'sim',
    faults: 'loss,bank-gone',
  },
  {
    name: 'the late yes of a bank still becomes an approval',
    edits: [
      {
        file: `${ACQUIRER}/ask-bank.ts`,
        find: '      if (!row || !isAsked(row)) return outcomeOf(row!, false);',
        replace: '      if (!row) return outcomeOf(row!, false);',
      },
    ],
    caughtBy: 'sim',
    faults: 'clock-jump,clock-skew,delay',
    transactions: 5_000,
  },
  {
    name: 'the malfunction of a bank passes for its no',
    edits: [
      {
        file: `${ACQUIRER}/ask-bank.ts`,
        find: 'answer.answerCode !== MALFUNCTION) return undefined;',
        replace: 'answer.answerCode !== MALFUNCTION.repeat(2)) return undefined;',
      },
    ],
    caughtBy: 'sim',
    faults: 'database-gone,database-restart,commit-unknown,torn-write,fsync-error,hsm-gone,duplicate',
    transactions: 5_000,
  },
  {
    name: 'a confirmed reversal settles the suspense of no bank',
    edits: [
      {
        file: `${ACQUIRER}/move-money.ts`,
        find: 'const about = { ...movedBy(row, rootRrn, at), issuerId };',
        replace: 'const about = issuerId ? movedBy(row, rootRrn, at) : movedBy(row, rootRrn, at);',
      },
    ],
    caughtBy: 'sim',
    faults: 'loss',
  },
  {
    name: 'a copy under spent keys is refused with a MAC',
    edits: [
      {
        file: `${ACQUIRER}/take-keys.ts`,
        find: '  return { ...refused, provisional: true };',
        replace: '  return refused;',
      },
    ],
    caughtBy: 'sim',
    faults: 'duplicate',
    transactions: 5_000,
  },
  {
    name: 'working keys are handed out before the audit has it',
    edits: [
      {
        file: 'server/src/hsm/audited-hsm.ts',
        find: "(['formKey', 'generateWorkingKeys', 'rewrapKey', 'openPan'] as const)",
        replace: "(['formKey', 'rewrapKey', 'openPan'] as const)",
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'an entry of the audit follows one that another host did not write',
    edits: [
      {
        file: 'server/src/audit/audit-log.ts',
        find: 'entry = nextEntry(await this.#store.head(), from, at, uses);',
        replace:
          'entry = nextEntry({ ...(await this.#store.head()), sha256: this.#head.sha256 }, from, at, uses);',
      },
    ],
    caughtBy: 'sim',
    faults: 'none',
  },
  {
    name: 'the codec reads past the end of a message',
    edits: [
      {
        file: 'packages/iso8583/src/unpack.ts',
        find: 'const isWhole = prefixBytes === 0 && at + field.bytes <= bytes.length;',
        replace: 'const isWhole = prefixBytes === 0;',
      },
    ],
    caughtBy: 'fuzz',
    test: 'e2e/dist/codec-fuzz.test.js',
  },
  {
    name: 'the console keeps fields as they came',
    edits: [
      {
        file: 'server/src/journal/keep-trace.ts',
        find: 'const masked = view ? view.masked :',
        replace: "const masked = view ? view.masked && field === '64' :",
      },
    ],
    caughtBy: 'scanner',
    test: 'e2e/dist/nothing-kept.test.js',
  },
];
