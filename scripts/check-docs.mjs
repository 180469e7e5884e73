// Do the documents tell the truth about the code? Links and the map must lead somewhere, and the glossary's
// identifiers must exist.
import { posix } from 'node:path';
import { isMain, projectFiles, report } from './findings.mjs';

const MAP = 'docs/MAP.md';
const GLOSSARY = 'docs/glossary.md';
const SOURCE = /^(?:packages|server|web|e2e)\/.*\.(?:tsx?|sql)$/;

/** Findings for a map from path to a function that reads the file. */
export function checkDocs(files) {
  const pages = [...files.keys()].filter((file) => file.endsWith('.md'));
  return [
    ...pages.flatMap((file) => checkLinks(file, files.get(file)(), files)),
    ...(files.has(MAP) ? checkMap(files.get(MAP)(), files) : []),
    ...(files.has(GLOSSARY) ? checkGlossary(files.get(GLOSSARY)(), files) : []),
  ];
}

/** The lines of a page with code blocks emptied: `[text, line number]`. */
function proseLines(text) {
  let inBlock = false;
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*(?:```|~~~)/.test(line)) {
      inBlock = !inBlock;
      return [];
    }
    return inBlock ? [] : [[line, index + 1]];
  });
}

/** A path exists as a file, or as a folder that holds one. */
function exists(path, files) {
  const folder = `${path.replace(/\/$/, '')}/`;
  return files.has(path) || folder === './' || [...files.keys()].some((file) => file.startsWith(folder));
}

function checkLinks(file, text, files) {
  const advice = 'correct the link; write it relative to the page';
  return proseLines(text).flatMap(([line, number]) =>
    [...line.replace(/`[^`]*`/g, '').matchAll(/\]\(\s*<?([^)\s>]+)/g)]
      .map((match) => match[1])
      .filter((target) => !/^(?:[a-z][a-z0-9+.-]*:|#)/i.test(target))
      .filter((target) => !exists(posix.join(posix.dirname(file), decodeURI(target.split('#')[0])), files))
      .map((target) => ({ rule: 'link', file, line: number, message: `${target} leads nowhere`, advice })),
  );
}

/** In the map's rows, everything in backticks that looks like a path of the clone is one. */
function checkMap(text, files) {
  const advice = 'point the row at the room or file that answers the question today';
  return proseLines(text)
    .filter(([line]) => line.startsWith('|'))
    .flatMap(([line, number]) =>
      [...line.matchAll(/`((?:packages|server|web|docs|e2e|scripts|sim|examples)\/[^`\s]*)`/g)]
        .map((match) => match[1])
        .filter((path) => !exists(path, files))
        .map((path) => ({ rule: 'map', file: MAP, line: number, message: `${path} does not exist`, advice })),
    );
}

/** The last column of the glossary's tables holds identifiers in backticks. */
function checkGlossary(text, files) {
  const words = new Set();
  for (const [file, read] of files) {
    if (SOURCE.test(file)) for (const word of read().match(/[A-Za-z_$][\w$]*/g) ?? []) words.add(word);
  }
  const advice = 'name the identifier that the code uses, or use this one in the code';
  return proseLines(text)
    .filter(([line]) => /^\|.*\|\s*$/.test(line))
    .flatMap(([line, number]) => {
      const last = line.trim().replace(/\|$/, '').split('|').at(-1);
      return [...last.matchAll(/`([A-Za-z_$][\w$]*)`/g)]
        .map((match) => match[1])
        .filter((name) => !words.has(name))
        .map((name) => ({
          rule: 'glossary',
          file: GLOSSARY,
          line: number,
          message: `no ${name} in the code`,
          advice,
        }));
    });
}

if (isMain(import.meta.url)) report('docs', checkDocs(projectFiles()));
