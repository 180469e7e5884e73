// From the attributes of the standard, such as `n..19` or `x+n8`, to the fields of a spec in one of the three
// ways that they travel: characters in ASCII or EBCDIC, or digits packed two to a byte.

import { maskPan, maskWhole } from '../mask.js';
import type { Encoding, FieldSpec, Kind, Mask, Prefix, Spec } from '../spec.js';

/** Number, attribute as the standard writes it, name in Chinese and English. `b` counts bytes. */
export type AttributeRow = readonly [number: number, attribute: string, zh: string, en: string];

/** How a version of the standard travels. */
export type Form = 'ascii' | 'bcd' | 'ebcdic';

/** One version of the standard. */
export interface Version {
  readonly name: string;
  readonly bits: 128 | 192;
  readonly rows: readonly AttributeRow[];
  /** Fields with card data that is hidden whole, and those shown as a PAN is. */
  readonly hidden: readonly number[];
  readonly hiddenAsPan: readonly number[];
  /** Fields that hold chip data. */
  readonly chipData: readonly number[];
}

/** Makes the spec of a version in a form. ASCII has its bitmap and bytes in hexadecimal, the others as bytes. */
export function specOf(version: Version, form: Form): Spec {
  const fields = version.rows.map(
    (row) =>
      [row[0], fieldOf(row, form, maskOf(version, row[0]), version.chipData.includes(row[0]))] as const,
  );
  return {
    name: `${version.name} ${form}`,
    mti: { encoding: form },
    bitmap: { encoding: form === 'ascii' ? 'hex' : 'binary', bits: version.bits },
    fields: Object.fromEntries(fields),
  };
}

function maskOf({ hidden, hiddenAsPan }: Version, field: number): Mask | undefined {
  if (hidden.includes(field)) return maskWhole;
  return hiddenAsPan.includes(field) ? maskPan : undefined;
}

function fieldOf(
  [, attribute, zh, en]: AttributeRow,
  form: Form,
  mask: Mask | undefined,
  isChipData: boolean,
): FieldSpec {
  const [, kindText, dots, most] = /^(x\+n|[a-z]+)(\.\.)?([0-9]+)$/.exec(attribute)!;
  const kind = kindText as Kind;
  // The standard counts the sign of x+n apart from its digits.
  const length = Number(most) + (kind === 'x+n' ? 1 : 0);
  return {
    ...{ name: { zh, en }, kind, length },
    encoding: encodingOf(kind, form),
    prefix: prefixOf(dots === undefined ? 0 : most!.length, form),
    ...(mask && { mask }),
    ...(isChipData && { subfields: { form: 'ber-tlv', lenient: true, parts: {} } }),
  };
}

function encodingOf(kind: Kind, form: Form): Encoding {
  if (kind === 'b') return form === 'ascii' ? 'hex' : 'binary';
  if (form !== 'bcd') return form;
  return kind === 'n' || kind === 'z' || kind === 'x+n' ? 'bcd' : 'ascii';
}

/** As many digits as the longest length has, and two at least. */
function prefixOf(digits: number, form: Form): Prefix {
  return { digits: (digits === 0 ? 0 : Math.max(2, digits)) as Prefix['digits'], encoding: form };
}

/** Fields that the standard keeps for somebody's use. */
export function reserved(
  from: number,
  to: number,
  attribute: string,
  zh: string,
  en: string,
): readonly AttributeRow[] {
  return Array.from({ length: to - from + 1 }, (_, index) => [from + index, attribute, zh, en] as const);
}
