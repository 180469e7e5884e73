// The door of the doctor: the diagnosis of one message, and of the connections in a capture file.

export { annotatePlace } from './annotate-place.js';
export { type Cause, type Diagnosis, diagnose } from './diagnose.js';
export { type Dialect, dialects } from './dialects.js';
export {
  type CapturedMessage,
  type ExaminedCapture,
  type ExaminedConnection,
  type Exchange,
  examineCapture,
} from './examine-capture.js';
export { type MistakeEntry, type MistakeId, mistakes } from './mistakes-table.js';
export type { Ranked } from './ranked.js';
export type { Place, Reading } from './reading.js';
