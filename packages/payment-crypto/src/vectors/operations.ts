// Every operation that vector files may name. DUKPT files share names between TDES and AES and are told
// apart by the algorithm in the file's head.

import { aesDukptOperations } from './aes-dukpt-operations.js';
import { cardVerificationOperations } from './card-verification-operations.js';
import { emvOperations } from './emv-operations.js';
import { keyBlockOperations } from './key-block-operations.js';
import { keyOperations } from './key-operations.js';
import { macOperations } from './mac-operations.js';
import { pinBlockOperations } from './pin-block-operations.js';
import { pinTranslateOperations } from './pin-translate-operations.js';
import { pinVerificationOperations } from './pin-verification-operations.js';
import { tdesDukptOperations } from './tdes-dukpt-operations.js';
import type { VectorOperations } from './vector-operation.js';
import { visaCvnOperations } from './visa-cvn-operations.js';

const OPERATIONS: VectorOperations = {
  ...keyOperations,
  ...macOperations,
  ...pinBlockOperations,
  ...pinVerificationOperations,
  ...keyBlockOperations,
  ...cardVerificationOperations,
  ...emvOperations,
  ...pinTranslateOperations,
  ...visaCvnOperations,
};

/** @param algorithm the file's own description, such as `ANSI X9.24-3 AES DUKPT` */
export function operationsFor(algorithm: string): VectorOperations {
  if (algorithm.includes('AES DUKPT')) return { ...OPERATIONS, ...aesDukptOperations };
  if (algorithm.includes('TDES DUKPT')) return { ...OPERATIONS, ...tdesDukptOperations };
  return OPERATIONS;
}
