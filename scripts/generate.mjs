// `npm run generate`: writes docs/reference/ anew from the code that is built. With `--check` it writes nothing
// and names the pages that are not what the code says.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { apiPage } from './api-page.mjs';
import { root } from './run.mjs';

const built = (path) => import(pathToFileURL(join(root, path)).href);

/** Every page by its path, as the code has it now. */
export async function referencePages() {
  const { reasons } = await built('server/dist/kernel/reasons.js');
  const { answerCodes, followRules, messageKinds, cupPos, profileSettings, shippedProfiles } = await built(
    'packages/pos-protocol/dist/index.js',
  );
  const { paymentEdges } = await built('server/dist/kernel/payment-states.js');
  const { hostCommands } = await built('server/dist/host-commands/answer-host-command.js');
  const { COMMAND_RULES } = await built('server/dist/hsm/command-rules.js');
  const { ERROR_CODES } = await built('server/dist/host-commands/error-codes.js');
  return new Map([
    ['docs/reference/reasons.md', reasonsPage(reasons)],
    ['docs/reference/answer-codes.md', answerCodesPage(answerCodes, reasons)],
    ['docs/reference/messages.md', messagesPage(messageKinds)],
    ['docs/reference/fields.md', fieldsPage(cupPos)],
    ['docs/reference/iso8583-api.md', packagePage('iso8583')],
    ['docs/reference/payment-crypto-api.md', packagePage('payment-crypto')],
    ['docs/reference/follow-rules.md', followRulesPage(followRules)],
    ['docs/reference/payment-states.md', paymentStatesPage(paymentEdges)],
    ['docs/reference/host-commands.md', hostCommandsPage(hostCommands, ERROR_CODES)],
    ['docs/reference/hsm-commands.md', hsmCommandsPage(COMMAND_RULES)],
    ['docs/reference/profiles.md', profilesPage(profileSettings, shippedProfiles)],
    ...causePages(reasons),
  ]);
}

const HEAD = '<!-- Written by `npm run generate`: change the code, not this page. -->\n\n';
const packagePage = (name) => `# API of @tillgate/${name}\n\n${HEAD}${apiPage(`packages/${name}`)}\n`;
const cell = (text) => String(text).replaceAll('|', '\\|');
const table = (header, rows) =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

function reasonsPage(reasons) {
  const parts = [...reasons.values()].map((reason) => {
    const rows = ['cashier', 'cardholder', 'engineer'].map((who) => [
      who,
      `${reason[who].zh}<br>${reason[who].en}`,
      `${reason.next[who].zh}<br>${reason.next[who].en}`,
    ]);
    const other = reason.withoutExtension
      ? `; \`${reason.withoutExtension}\` for a terminal that does not know it`
      : '';
    const told = table(['who', 'is told', 'next'], rows);
    return `## ${reason.id}\n\nAnswer code \`${reason.answerCode}\`${other}.\n\n${told}`;
  });
  const lead = 'Why a request went as it did. `{name}` stands for a figure of the decision.';
  return `# Reasons\n\n${HEAD}${lead}\n\n${parts.join('\n\n')}\n`;
}

const CAUSE = /^(?:mac|pin|key|arqc|hsm|card|cvm|limit|funds|issuer)\.|^terminal\.(?:cloned|certificate)$/;
const WHO = { cashier: '收银员 / cashier', cardholder: '持卡人 / cardholder', engineer: '工程师 / engineer' };

/** A page for each cause of 安全处理失败, of 持卡人认证失败 and their neighbours, and one that lists them. */
function causePages(reasons) {
  const causes = [...reasons.values()].filter(({ id }) => CAUSE.test(id));
  const both = ({ zh, en }) => `${zh}<br>${en}`;
  const pages = causes.map((cause) => {
    const rows = Object.entries(WHO).map(([who, name]) => [name, both(cause[who]), both(cause.next[who])]);
    const figures = [...new Set(cause.engineer.en.match(/\{\w+\}/g) ?? [])].map((name) => `\`${name}\``);
    const told =
      figures.length > 0 ? `\n\n证据中的数值 / figures of the evidence: ${figures.join(', ')}.` : '';
    const body = `应答码 / answer code \`${cause.answerCode}\`. [所有原因 / all causes](README.md)`;
    return [
      `docs/reference/causes/${cause.id}.md`,
      `# ${cause.id}\n\n${HEAD}${body}\n\n${table(['谁 / who', '听到 / is told', '下一步 / next'], rows)}${told}\n`,
    ];
  });
  const rows = causes.map(({ id, answerCode, engineer }) => [
    `[${id}](${id}.md)`,
    answerCode,
    both(engineer),
  ]);
  const lead =
    '安全处理失败、持卡人认证失败与相邻应答的每个原因一页。A page for each cause of a security failure and of a ' +
    'cardholder who is not authenticated; ' +
    '`tillgate explain <RRN>` and the console name the cause of a transaction.';
  const title = '安全处理失败与持卡人认证失败 / Security failures, and cardholder authentication failures';
  const index = `# ${title}\n\n${HEAD}${lead}\n\n${table(['cause', 'code', 'engineer'], rows)}\n`;
  return [['docs/reference/causes/README.md', index], ...pages];
}

function paymentStatesPage(edges) {
  const rows = edges.map(({ from, to, on }) => [from, `${on.zh}<br>${on.en}`, to]);
  const lead =
    'Every state of a request and what moves it into the next. The store refuses any other change. A payment is ' +
    'final, or in doubt with an action under way: `tillgate tx in-doubt`.';
  return `# States of a payment\n\n${HEAD}${lead}\n\n${table(['from', 'on', 'to'], rows)}\n`;
}

function answerCodesPage(answerCodes, reasons) {
  const rows = [...answerCodes.values()].map((entry) => [
    `\`${entry.code}\``,
    entry.class,
    `${entry.text.zh} / ${entry.text.en}`,
    `${entry.advice.zh} / ${entry.advice.en}`,
    [...reasons.values()]
      .filter((reason) => reason.answerCode === entry.code)
      .map((reason) => `[${reason.id}](reasons.md#${reason.id.replaceAll('.', '')})`)
      .join(', '),
  ]);
  const header = ['code', 'class', 'cashier sees', 'what to do', 'reasons'];
  return `# Answer codes (field 39)\n\n${HEAD}${table(header, rows)}\n`;
}

function messagesPage(messageKinds) {
  const rows = Object.entries(messageKinds).map(([kind, row]) => [
    kind,
    row.zh,
    `${row.request} / ${row.answer}`,
    row.processingCode ?? '',
    row.condition ?? '',
    (row.types ?? []).join(', '),
    (row.networkCodes ?? []).join(', '),
    row.reversible ? 'yes' : 'no',
    row.carriesMac ? 'yes' : 'no',
  ]);
  const header = ['message', '中文', 'MTI', 'F3', 'F25', '60.1', '60.3', 'reversible', 'MAC'];
  return `# Messages of cup-pos\n\n${HEAD}${table(header, rows)}\n`;
}

const NAMED_BY = {
  reference: 'reference number, F37',
  voucher: 'batch and trace, F61',
  authorization: 'card and authorization code, F38',
};

function followRulesPage(followRules) {
  const rows = Object.entries(followRules).map(([follower, rule]) => [
    follower,
    rule.originals.join(', '),
    rule.whileState.join(', '),
    NAMED_BY[rule.namedBy],
    rule.sameTerminal ? 'the same' : "any of the merchant's",
    rule.sameBatch ? 'the same' : 'any',
    rule.amount.replaceAll('-', ' '),
    rule.times.replaceAll('-', ' '),
    rule.original.replaceAll('-', ' '),
  ]);
  const header = [
    'message',
    'may follow',
    'while it is',
    'named by',
    'terminal',
    'batch',
    'amount',
    'how often',
  ];
  const lead =
    'Which message may follow which, how it names it, for how much, how often, and what becomes of the one it names. ' +
    'The host applies this table; a reversal undoes any reversible message on which nothing else rests yet.';
  return `# What may follow what\n\n${HEAD}${lead}\n\n${table([...header, 'which becomes'], rows)}\n`;
}

function hsmCommandsPage(rules) {
  const rows = Object.entries(rules).flatMap(([slot, formats]) =>
    Object.entries(formats).flatMap(([format, uses]) =>
      uses.map((use) => [...slot.split('.'), format, ...use.split('/')]),
    ),
  );
  const header = ['command', 'key', 'format', 'usage', 'algorithm', 'mode of use'];
  const lead =
    'Which key may stand in which place of which command: usage, algorithm and mode of use of its key block header ' +
    '(ANSI X9.143). Every other combination is refused with `TG_HSM_KEY_USAGE`; a test calls each of them. ' +
    'Algorithm D is single DES, 4 is SM4, which X9.143 has no letter for. A format is a PIN block format of ' +
    'ISO 9564-1, a MAC algorithm or a way to verify a PIN. A PIN block of format 1 or 2 is not taken, ' +
    'and none is translated to another account number: both ends share one.\n\n' +
    '哪把密钥可用于哪条指令，以密钥块头的用途、算法、使用方式为准；表中没有的组合一律拒绝。';
  return `# Commands of the HSM and their keys\n\n${HEAD}${lead}\n\n${table(header, rows)}\n`;
}

function hostCommandsPage(commands, codes) {
  const lead =
    'What `up --host-commands-port N` serves to clients of payShield-style devices: two length bytes, header of ' +
    'four bytes, command, fields. H is hexadecimal, N decimal, A printable. A key is `R` (or `S`) and a key block ' +
    "under the local master key. `%00` and a trailer behind X'19' may follow the fields; the trailer comes back.";
  const rows = Object.entries(commands).map(([code, { name, by, request, answer }]) => [
    `\`${code}\``,
    `\`${code[0]}${String.fromCharCode(code.charCodeAt(1) + 1)}\``,
    name,
    `\`${by}\``,
    request,
    answer,
  ]);
  const header = ['command', 'answer', 'what', 'done by', 'fields', 'after error code `00`'];
  const errors = table(
    ['code', 'meaning'],
    Object.entries(codes)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([code, meaning]) => [`\`${code}\``, meaning]),
  );
  return `# Host commands\n\n${HEAD}${lead}\n\n${table(header, rows)}\n\n## Error codes\n\n${errors}\n`;
}

function fieldsPage(spec) {
  const rows = Object.entries(spec.fields).map(([number, field]) => [
    number,
    field.name.zh,
    field.name.en,
    field.kind,
    field.encoding,
    prefixName(field),
    field.length,
    field.mask ? 'yes' : '',
  ]);
  const header = ['F', '中文', 'name', 'kind', 'encoding', 'length prefix', 'at most', 'masked'];
  return `# Fields of cup-pos\n\n${HEAD}${table(header, rows)}\n`;
}

function profilesPage(settings, profiles) {
  const lead =
    'What may differ between terminals: a profile is a JSON file with a `name` and any of these settings; what it ' +
    'leaves out is as in `cup-pos`. `tillgate profile check FILE` names what is wrong and where. A host reads ' +
    'its own from `profiles/` in its data directory.';
  const rows = Object.entries(settings).map(([name, setting]) => [
    `\`${name}\``,
    setting.zh,
    setting.en,
    setting.expected,
    `\`${JSON.stringify(setting.standard)}\``,
  ]);
  const shipped = profiles.map((profile) => [
    `\`${profile.name}\``,
    Object.entries(settings)
      .filter(([name, { standard }]) => JSON.stringify(profile[name]) !== JSON.stringify(standard))
      .map(([name]) => `\`${name}\` ${JSON.stringify(profile[name])}`)
      .join(', ') || 'every setting as above',
  ]);
  const header = ['setting', '中文', 'meaning', 'may be', 'standard'];
  const tables = `${table(header, rows)}\n\n## Shipped\n\n${table(['profile', 'differs in'], shipped)}`;
  return `# Profiles of terminals\n\n${HEAD}${lead}\n\n${tables}\n`;
}

function prefixName({ prefix }) {
  return prefix.digits === 0 ? 'fixed' : 'L'.repeat(prefix.digits);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const check = process.argv.includes('--check');
  let stale = 0;
  for (const [path, text] of await referencePages()) {
    if (!check) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    } else if (readFileSync(join(root, path), 'utf8') !== text) {
      stale += 1;
      process.stdout.write(`${path}: not what the code says; run npm run generate\n`);
    }
  }
  process.exitCode = stale === 0 ? 0 : 1;
}
