// What one host command is: a row of the table that the port serves and the reference page prints.

import type { Hsm } from '../hsm/index.js';
import type { Random } from '../kernel/random.js';
import type { ErrorCode } from './error-codes.js';
import type { FieldReader } from './field-reader.js';

export interface HostCommandPorts {
  readonly hsm: Pick<
    Hsm,
    | 'keyCheckValue'
    | 'makeArpc'
    | 'makeCvv'
    | 'makeMac'
    | 'status'
    | 'translatePin'
    | 'translateTdesDukptPin'
    | 'verifyArqc'
    | 'verifyCvv'
    | 'verifyMac'
    | 'verifyPin'
  >;
  readonly random: Random;
  /** Those that the banks of this host are set up with: one out of a request could be made to leak the PIN. */
  decimalisationTables(): ReadonlySet<string>;
}

export interface HostCommand {
  readonly name: string;
  /** What of this host does the work. */
  readonly by: keyof HostCommandPorts['hsm'] | 'nothing' | 'random';
  /** The fields after the command code, and after the error code, in words. */
  readonly request: string;
  readonly answer: string;
  /**
   * Reads all fields, then works: what it answers follows error code 00. `read` is called when the fields are over and
   * before anything is asked of the HSM.
   */
  readonly run: (fields: FieldReader, ports: HostCommandPorts, read: () => void) => Promise<Answer>;
}

/** A verification that failed is a code; all else that was done is content. */
export type Answer = string | Uint8Array | { readonly code: ErrorCode };

export const VERIFIED = '';
export const NOT_VERIFIED: Answer = { code: '01' };

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
