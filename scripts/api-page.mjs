// The API page of a package: every name that its doors export, with its declaration and what it says of itself,
// read from the declarations that the compiler wrote.
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from './run.mjs';

/** The page of the package in this folder, as Markdown without its head. */
export function apiPage(folder) {
  const home = join(root, folder);
  const { name, exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const parts = Object.entries(exports).map(([door, { types }]) => {
    const entries = entriesOf((file) => readFileSync(join(home, 'dist', file), 'utf8'), types.slice(7));
    return `## ${posix.join(name, door)}\n\n${entries.join('\n\n')}`;
  });
  return parts.join('\n\n');
}

/** @param door of the package, in its `dist` */
function entriesOf(declarationsOf, door) {
  const text = declarationsOf(door);
  const passedOn = [...text.matchAll(/^export (?:type )?\{([^}]*)\} from '([^']*)';/gm)].flatMap(
    ([, names, from]) =>
      names
        .split(',')
        .filter((name) => name.trim() !== '')
        .map((name) =>
          entryOf(declarationsOf, name.replace(/\btype\b/, '').trim(), posix.join(posix.dirname(door), from)),
        ),
  );
  const own = [...text.matchAll(/^export declare const (\w+)/gm)].map(([, name]) =>
    entryOf(declarationsOf, name, door),
  );
  return [...passedOn, ...own].sort((left, right) => left.localeCompare(right, 'en'));
}

function entryOf(declarationsOf, name, module) {
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
