// Is the house tidy? Sizes, names, leftovers, calls that belong to one place, and the sentences that open
// each file and room. The rules are data (tidy-rules.mjs); a file that is too long today may only get shorter.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, projectFiles, report, root } from './findings.mjs';
import { blankOut, lineAt } from './source-text.mjs';
import * as rules from './tidy-rules.mjs';

const SOURCE = /^(?:packages\/[^/]+\/src|server\/src|sim\/src|web\/src|e2e)\/.*\.tsx?$|^scripts\/.*\.mjs$/;
const HOUSE = /^(?:packages\/[^/]+|server|sim)\/src\/.*\.tsx?$/;

/** Findings for a map from path to a reading function; `ratchet` has today's length of each long file. */
export function checkTidy(files, ratchet) {
  const findings = [...checkReadmes(files), ...checkRatchet(files, ratchet)];
  for (const [file, read] of files) {
    findings.push(...checkName(file));
    if (rules.CODE.test(file)) findings.push(...checkSize(file, read(), ratchet));
    if (SOURCE.test(file)) findings.push(...checkSource(file, read()));
    if (file.endsWith('.md')) findings.push(...checkHeading(file, read()));
  }
  return findings;
}

function finding(rule, file, line, message, advice) {
  return { rule, file, line, message, advice };
}

function checkName(file) {
  const words = file.toLowerCase().split(/[^a-z0-9]+/);
  return Object.entries(rules.BANNED_NAMES)
    .filter(([word]) => words.includes(word))
    .map(([word, advice]) => finding('banned-name', file, undefined, `“${word}” says nothing`, advice));
}

function lengthOf(text) {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function checkSize(file, text, ratchet) {
  const findings = [];
  text.split('\n').forEach((line, index) => {
    if ([...line].length <= rules.LINE_COLUMNS) return;
    const message = `${[...line].length} columns, ${rules.LINE_COLUMNS} allowed`;
    findings.push(finding('line-length', file, index + 1, message, 'break the line, or the thought'));
  });
  const lines = lengthOf(text);
  const limit = Math.min(ratchet[file] ?? rules.FILE_LINES_SOFT, rules.FILE_LINES_HARD);
  if (lines > limit && !rules.TABLE.test(file)) {
    const advice = 'take one noun out into a file of its own; a table of a standard is named *-table.ts';
    findings.push(finding('file-length', file, undefined, `${lines} lines, ${limit} allowed`, advice));
  }
  return findings;
}

/** The list of exceptions may only shrink, so that nobody grows back into it. */
function checkRatchet(files, ratchet) {
  return Object.entries(ratchet).flatMap(([file, limit]) => {
    const lines = files.has(file) ? lengthOf(files.get(file)()) : 0;
    if (lines === limit && lines > rules.FILE_LINES_SOFT) return [];
    if (lines > limit) return [];
    const advice = 'write the new length into scripts/tidy-ratchet.json, or take the file out of it';
    return [
      finding('file-length-ratchet', file, undefined, `now ${lines} lines, listed with ${limit}`, advice),
    ];
  });
}

function checkSource(file, text) {
  const code = blankOut(text, { texts: false });
  const findings = [];
  if (!/^(?:#!.*\n)?\/[/*]/.test(text)) {
    const advice = 'open with one to three sentences: what it is, for whom, which standard';
    findings.push(finding('opening-comment', file, 1, 'does not open with a comment', advice));
  }
  // The rules themselves must be able to name what they forbid.
  if (file.startsWith('scripts/')) return findings;
  for (const { name, text: pattern, where, advice } of rules.LEFTOVERS) {
    findings.push(...matches(name, pattern, where === 'all' ? text : code, file, advice));
  }
  if (!HOUSE.test(file) || rules.TEST.test(file)) return findings;
  const withTexts = blankOut(text);
  for (const { name, call, allowed, advice } of rules.BANNED_CALLS) {
    if (allowed.some((place) => place.test(file))) continue;
    const where = call.source.includes('node:') ? withTexts : code;
    findings.push(...matches(`edge-${name}`, call, where, file, advice));
  }
  return findings;
}

function matches(rule, pattern, text, file, advice) {
  return [...text.matchAll(new RegExp(pattern, 'g'))].map((match) =>
    finding(rule, file, lineAt(text, match.index), match[0].trim(), advice),
  );
}

/** Every package and every room of the server has a README; a room's fits on one screen. */
function checkReadmes(files) {
  const homes = new Set();
  for (const file of files.keys()) {
    const home = /^(packages\/[^/]+|web|server\/src\/[^/]+)\/.+/.exec(file)?.[1];
    if (home !== undefined) homes.add(home);
  }
  const missing = [...homes]
    .filter((home) => !files.has(`${home}/README.md`))
    .map((home) => {
      const advice = 'say what goes in and out, the invariants, who may call, where the tests are';
      return finding('readme', `${home}/README.md`, undefined, 'is missing', advice);
    });
  const tooLong = [...files]
    .filter(([file]) => /^server\/src\/.*README\.md$/.test(file))
    .map(([file, read]) => [file, lengthOf(read())])
    .filter(([, lines]) => lines > rules.ROOM_README_LINES)
    .map(([file, lines]) => {
      const message = `${lines} lines, ${rules.ROOM_README_LINES} allowed`;
      return finding(
        'readme',
        file,
        undefined,
        message,
        'a room is described on one screen; details go to docs/',
      );
    });
  return [...missing, ...tooLong];
}

/** One title a page, outside code blocks. */
function checkHeading(file, text) {
  const prose = text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
  const titles = prose.match(/^# .*$/gm) ?? [];
  if (titles.length === 1) return [];
  const advice = 'a page has one title; sections start with ##';
  return [finding('one-title', file, undefined, `${titles.length} titles`, advice)];
}

if (isMain(import.meta.url)) {
  const ratchet = JSON.parse(readFileSync(join(root, 'scripts/tidy-ratchet.json'), 'utf8'));
  report('tidy', checkTidy(projectFiles(), ratchet));
}
