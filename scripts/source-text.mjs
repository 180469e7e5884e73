// Reads TypeScript as far as the checkers need it, without a compiler: which characters are code, which are
// comments or text, and what a file imports. Positions stay as they are, so that line numbers fit.

const REGEXP_MAY_FOLLOW =
  /(?:^|[([{,;:=!&|?+\-*%<>~^}]|=>|\b(?:return|typeof|case|in|of|do|else|await|yield))$/;

/**
 * The source with every comment blanked, and with `texts: false` the inside of strings, templates and regular
 * expressions too. Line breaks stay.
 */
export function blankOut(source, { texts = true } = {}) {
  const out = [];
  const keep = (from, to) => out.push(source.slice(from, to));
  const blank = (from, to) => out.push(source.slice(from, to).replace(/[^\n]/g, ' '));
  let at = 0;
  /** Depth of open braces for each template literal that is interrupted by `${`. */
  const templates = [];
  while (at < source.length) {
    const two = source.slice(at, at + 2);
    const one = two[0];
    if (two === '//' || two === '/*') {
      const end = two === '//' ? endOfLine(source, at) : endAfter(source, '*/', at + 2);
      blank(at, end);
      at = end;
    } else if (one === "'" || one === '"' || (one === '/' && regexpStarts(out))) {
      const end = endOfText(source, at, one);
      keepText(at, end);
    } else if (one === '`' || (one === '}' && templates.at(-1) === 0)) {
      if (one === '}') templates.pop();
      const end = endOfTemplatePart(source, at + 1);
      keepText(at, end);
      if (source.slice(end - 2, end) === '${') templates.push(0);
    } else {
      if (templates.length > 0 && one === '{') templates[templates.length - 1] += 1;
      if (templates.length > 0 && one === '}') templates[templates.length - 1] -= 1;
      keep(at, at + 1);
      at += 1;
    }
  }
  return out.join('');

  function keepText(from, to) {
    if (texts) keep(from, to);
    else {
      keep(from, from + 1);
      blank(from + 1, to - 1);
      keep(Math.max(to - 1, from + 1), to);
    }
    at = to;
  }
}

function endOfLine(source, from) {
  const end = source.indexOf('\n', from);
  return end === -1 ? source.length : end;
}

function endAfter(source, text, from) {
  const end = source.indexOf(text, from);
  return end === -1 ? source.length : end + text.length;
}

/** A slash starts a regular expression where a value may start, else it divides. */
function regexpStarts(out) {
  const before = out.slice(-40).join('').trimEnd();
  return REGEXP_MAY_FOLLOW.test(before.slice(-12));
}

function endOfText(source, from, quote) {
  let inClass = false;
  for (let at = from + 1; at < source.length; at += 1) {
    const char = source[at];
    if (char === '\\') at += 1;
    else if (char === '\n') return at;
    else if (quote === '/' && char === '[') inClass = true;
    else if (quote === '/' && char === ']') inClass = false;
    else if (char === quote && !inClass) return at + 1;
  }
  return source.length;
}

/** The end of a template's text: after its closing backtick, or after the `${` that interrupts it. */
function endOfTemplatePart(source, from) {
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '`') return at + 1;
    else if (source[at] === '$' && source[at + 1] === '{') return at + 2;
  }
  return source.length;
}

const FROM = /(?:^|[;}\s])(import|export)\s+([^'";]*?)\s*from\s*(['"])([^'"\n]+)\3/g;
const BARE = /(?:^|[;}\s])import\s*(['"])([^'"\n]+)\1/g;
const DYNAMIC = /\bimport\s*\(\s*(['"])([^'"\n]+)\1/g;

/** What a file imports or passes on: `{specifier, line, typeOnly}` in the order of the file. */
export function readImports(source) {
  const code = blankOut(source);
  const found = [
    ...[...code.matchAll(FROM)].map((match) => ({
      match,
      specifier: match[4],
      typeOnly: isTypeOnly(match[2]),
    })),
    ...[...code.matchAll(BARE)].map((match) => ({ match, specifier: match[2], typeOnly: false })),
    ...[...code.matchAll(DYNAMIC)].map((match) => ({ match, specifier: match[2], typeOnly: false })),
  ];
  return found
    .map(({ match, specifier, typeOnly }) => ({
      specifier,
      typeOnly,
      line: lineAt(code, match.index + match[0].length - 1),
    }))
    .sort((a, b) => a.line - b.line);
}

/** `type X from`, or braces in which every name is a type. */
function isTypeOnly(clause) {
  if (/^type\b(?!\s*,)/.test(clause)) return true;
  const names = /^\{([^}]*)\}$/.exec(clause.trim())?.[1];
  if (names === undefined) return false;
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .every((name) => name.startsWith('type '));
}

export function lineAt(source, position) {
  return source.slice(0, position).split('\n').length;
}
