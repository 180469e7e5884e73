// `@tillgate/payment-crypto/vectors`: runs files of known answers against this package.

export { runVectorFile, type VectorFailure, type VectorReport } from './vector-file.js';
