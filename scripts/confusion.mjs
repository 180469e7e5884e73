// `npm run confusion -- --cases 10000 --seed 1`: makes mistakes of terminals by the thousand, counts which cause the
// host names for each, and writes the table to docs/reference/security-confusion.md.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { root } from './run.mjs';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const seed = Number(values.seed);
const { confusion, CONFIDENT } = await import(
  pathToFileURL(join(root, 'server/dist/security-centre/confusion.fixture.js')).href
);

const { cases, right, confidentlyWrong, counts, profiles, wrong } = await confusion(
  seed,
  Number(values.cases),
);
const percent = (part, whole) => `${((100 * part) / whole).toFixed(2)} %`;
const sum = (named) => [...named.values()].reduce((total, count) => total + count, 0);
const rows = [...counts].sort().map(([injected, named]) => {
  const others = [...named]
    .filter(([cause]) => cause !== injected)
    .map(([cause, count]) => `${cause} ${count}`);
  return `| \`${injected}\` | ${sum(named)} | ${named.get(injected) ?? 0} | ${others.join(', ')} |`;
});
const page = `# Which cause is named for which mistake

<!-- Written by \`npm run confusion\`: run it again, do not change this page. -->

${cases} mistakes of ${counts.size} kinds, seed ${seed}, each made by a terminal with code of its own and sent
over the whole path of a payment under every shipped profile. Named right: **${percent(right, cases)}**.
Another cause named with a confidence of ${CONFIDENT} or more: **${percent(confidentlyWrong, cases)}**.
\`mac.changed-on-the-way\` and \`pin.unknown\` stand for mistakes that are on no list: none fits is the right
answer to them.

Two confusions are in the nature of the MACs: X9.19 under the first half of its key alone is X9.9 under that half; and
CUP ECB adds the message up in blocks of eight bytes, so that one changed bit can look like bit 64 left out.

| profile | cases | named right |
| --- | --- | --- |
${[...profiles].map(([name, of]) => `| ${name} | ${of.cases} | ${percent(of.right, of.cases)} |`).join('\n')}

| mistake | cases | named right | named otherwise |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
writeFileSync(join(root, 'docs/reference/security-confusion.md'), page);
process.stdout.write(
  `${percent(right, cases)} right, ${percent(confidentlyWrong, cases)} confidently wrong\n`,
);
for (const line of wrong) process.stdout.write(`${line}\n`);
