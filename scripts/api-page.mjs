// The API page of packages/iso8583: every name that its doors export, with its declaration and what it says of itself,
// read from the declarations that the compiler wrote.
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from './run.mjs';

const PACKAGE = 'packages/iso8583/dist';
const DOORS = {
  '@tillgate/iso8583': 'index.d.ts',
  '@tillgate/iso8583/specs': 'specs/index.d.ts',
  '@tillgate/iso8583/import': 'import/index.d.ts',
};

/** The page, as Markdown without its head. */
export function apiPage() {
  const parts = Object.entries(DOORS).map(([name, file]) => `## ${name}\n\n${entriesOf(file).join('\n\n')}`);
  return parts.join('\n\n');
}

function declarationsOf(file) {
  return readFileSync(join(root, PACKAGE, file), 'utf8');
}

function entriesOf(door) {
  const text = declarationsOf(door);
  const passedOn = [...text.matchAll(/^export (?:type )?\{([^}]*)\} from '([^']*)';/gm)].flatMap(
    ([, names, from]) =>
      names
        .split(',')
        .filter((name) => name.trim() !== '')
        .map((name) => entryOf(name.replace(/\btype\b/, '').trim(), posix.join(posix.dirname(door), from))),
  );
  const own = [...text.matchAll(/^export declare const (\w+)/gm)].map(([, name]) => entryOf(name, door));
  return [...passedOn, ...own].sort((left, right) => left.localeCompare(right, 'en'));
}

function entryOf(name, module) {
  const text = declarationsOf(module.replace(/\.js$/, '.d.ts'));
  const comment = String.raw`(?:/\*\*((?:(?!\*/)[\s\S])*)\*/\n)?`;
  const head = String.raw`export (?:declare )?((?:function|const|class|interface|type) ${name}\b`;
  // To the end of the line, or of the block that starts there.
  const rest = String.raw`(?:[^\n]*\{\n[\s\S]*?\n\}|[^\n]*))`;
  const [, words = '', declaration = name] = new RegExp(comment + head + rest).exec(text) ?? [];
  const sentence = words
    .replace(/^\s*\*\s?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  const shown = declaration.replace(/^ {4}#private;\n/m, '').replace(/;$/, '');
  return `### ${name}\n\n\`\`\`ts\n${shown}\n\`\`\`${sentence === '' ? '' : `\n\n${sentence}`}`;
}
