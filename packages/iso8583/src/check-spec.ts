// Mistakes in a spec, as data: for whoever writes one by hand and for the importers. The codec itself works with
// any spec and never throws for one; it cannot mean what a wrong spec says.

import { announcesNext } from './layout.js';
import { prefixMaximum } from './prefix.js';
import { fixed, type PartSpec, type Spec, type Subfields } from './spec.js';

export interface SpecMistake {
  /** Field number or path, such as `60.2`. */
  readonly field: string;
  readonly what: string;
}

const DEPTH_MAX = 8;
const FIXED_LENGTH_MAX = 999_999;

/** Empty for a spec that can be used. */
export function checkSpec(spec: Spec): SpecMistake[] {
  return Object.entries(spec.fields).flatMap(([number, field]) => [
    ...checkNumber(spec, number),
    ...checkField(number, field, 0),
  ]);
}

function checkNumber({ bitmap }: Spec, field: string): SpecMistake[] {
  const number = Number(field);
  if (!Number.isInteger(number) || number < 2 || number > bitmap.bits) {
    return [{ field, what: `no bit of a bitmap of ${bitmap.bits} bits announces it` }];
  }
  if (announcesNext(number, bitmap)) return [{ field, what: 'its bit announces another bitmap' }];
  return [];
}

function checkField(path: string, field: PartSpec, depth: number): SpecMistake[] {
  const mistakes: SpecMistake[] = [];
  const say = (what: string): number => mistakes.push({ field: path, what });
  const { kind, encoding, length, prefix = fixed } = field;
  const most = prefix.digits === 0 ? FIXED_LENGTH_MAX : prefixMaximum(prefix);
  if (!Number.isInteger(length) || length < 1) say(`length ${length} is no number of units`);
  else if (length > most) say(`length ${length} is more than ${most}, the most its prefix can say`);
  if (encoding === 'bcd' && !['n', 'z', 'x+n'].includes(kind)) say(`kind ${kind} does not fit two to a byte`);
  if ((encoding === 'binary' || encoding === 'hex') !== (kind === 'b')) {
    say(`kind ${kind} does not fit encoding ${encoding}`);
  }
  if (field.subfields === undefined) return mistakes;
  if (depth === DEPTH_MAX) say(`has more than ${DEPTH_MAX} levels of parts`);
  else mistakes.push(...checkParts(path, field.subfields, depth));
  return mistakes;
}

function checkParts(path: string, subfields: Subfields, depth: number): SpecMistake[] {
  const wrongIds = Object.keys(subfields.parts).filter((id) => !idFits(subfields, id));
  return [
    ...wrongIds.map((id) => ({ field: `${path}.${id}`, what: `is no ${idName(subfields)}` })),
    ...Object.entries(subfields.parts).flatMap(([id, part]) => checkField(`${path}.${id}`, part, depth + 1)),
  ];
}

function idFits(subfields: Subfields, id: string): boolean {
  switch (subfields.form) {
    case 'positional':
      return /^[1-9][0-9]{0,3}$/.test(id);
    case 'bitmapped':
      return /^[1-9][0-9]{0,3}$/.test(id) && Number(id) <= subfields.bitmap.bits;
    case 'tagged':
      return id.length === subfields.tag.length * (subfields.tag.encoding === 'binary' ? 2 : 1);
    case 'ber-tlv':
      return /^(?:[0-9A-F]{2}){1,4}$/.test(id);
  }
}

function idName({ form }: Subfields): string {
  return { positional: 'position', bitmapped: 'bit of its bitmap', tagged: 'tag', 'ber-tlv': 'tag' }[form];
}
