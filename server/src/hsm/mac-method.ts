// How field 64 is computed and written.

import type { MacAlgorithm } from './key-role.js';

export interface MacMethod {
  readonly algorithm: MacAlgorithm;
  /** Eight characters, or eight raw bytes. */
  readonly encoding: 'hex' | 'raw';
  readonly letterCase: 'upper' | 'lower';
}
