// The dialects that bytes are tried as. A dialect says what a good message of it has in front; the doctor names
// what is missing.

import type { FieldName, Spec } from '@tillgate/iso8583';
import {
  iso1987Ascii,
  iso1987Bcd,
  iso1987Ebcdic,
  iso1993Ascii,
  iso1993Bcd,
  iso1993Ebcdic,
  iso2003Ascii,
  iso2003Bcd,
  iso2003Ebcdic,
} from '@tillgate/iso8583/specs';
import { cupPos } from '@tillgate/pos-protocol';

export interface Dialect {
  readonly id: string;
  readonly name: FieldName;
  readonly spec: Spec;
  /** First digit of the MTI: 0 for 1987, 1 for 1993, 2 for 2003. */
  readonly version: '0' | '1' | '2';
  /** True when a good message has a TPDU and a header in front. */
  readonly hasFront: boolean;
}

const standard = (id: string, year: string, form: string, spec: Spec): Dialect => ({
  ...{ id, spec, hasFront: false },
  name: { zh: `ISO 8583:${year},${form}`, en: `ISO 8583:${year}, ${form}` },
  version: year === '1987' ? '0' : year === '1993' ? '1' : '2',
});

export const dialects: readonly Dialect[] = [
  {
    ...{ id: 'cup-pos', spec: cupPos, version: '0', hasFront: true },
    name: { zh: '银联终端(cup-pos),压缩 BCD', en: 'terminal dialect cup-pos, packed BCD' },
  },
  standard('iso-1987-ascii', '1987', 'ASCII', iso1987Ascii),
  standard('iso-1987-bcd', '1987', 'BCD', iso1987Bcd),
  standard('iso-1987-ebcdic', '1987', 'EBCDIC', iso1987Ebcdic),
  standard('iso-1993-ascii', '1993', 'ASCII', iso1993Ascii),
  standard('iso-1993-bcd', '1993', 'BCD', iso1993Bcd),
  standard('iso-1993-ebcdic', '1993', 'EBCDIC', iso1993Ebcdic),
  standard('iso-2003-ascii', '2003', 'ASCII', iso2003Ascii),
  standard('iso-2003-bcd', '2003', 'BCD', iso2003Bcd),
  standard('iso-2003-ebcdic', '2003', 'EBCDIC', iso2003Ebcdic),
];
