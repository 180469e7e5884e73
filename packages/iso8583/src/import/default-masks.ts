// Which fields an imported spec hides: neither kind of file says it, so the usual ones do.

import { maskPan, maskWhole } from '../mask.js';
import type { Mask } from '../spec.js';

const masks: ReadonlyMap<string, Mask> = new Map([
  ['2', maskPan],
  ['34', maskPan],
  ['35', maskWhole],
  ['36', maskWhole],
  ['45', maskWhole],
  ['52', maskWhole],
  ['55', maskWhole],
  ['102', maskPan],
  ['103', maskPan],
]);

/** For a field number or a path; a part of a hidden field is hidden too. */
export function defaultMask(path: string): Mask | undefined {
  const [field = ''] = path.split('.');
  const mask = masks.get(field);
  return mask !== undefined && path !== field ? maskWhole : mask;
}
