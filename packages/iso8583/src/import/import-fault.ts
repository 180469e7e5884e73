// A file that is no spec of its kind, and what of a good one had no place in ours.

/** Names the line, from 1. Holds no more of the file than a name or a short value. */
export class ImportFault extends Error {
  readonly code = 'TG_SPEC_IMPORT';
  readonly line: number;

  constructor(line: number, what: string) {
    super(`line ${line}: ${what}`);
    this.name = 'ImportFault';
    this.line = line;
  }
}

/** Something that the file says and the spec does not. */
export interface NotCarriedOver {
  /** Line and field, such as `line 12, field 48`. */
  readonly where: string;
  readonly what: string;
  readonly why: string;
}

/** What came of a file. */
export interface Imported<Spec> {
  readonly spec: Spec;
  /** Empty when the spec says all that the file does. */
  readonly notCarriedOver: readonly NotCarriedOver[];
}

export function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
