// The door of the doctor: the diagnosis of one message, and of the connections in a capture file.

export { type Cause, type Diagnosis, diagnose, type Ranked } from './diagnose.js';
export { type Dialect, dialects } from './dialects.js';
export {
  type CapturedMessage,
  type ExaminedCapture,
  type ExaminedConnection,
  type Exchange,
  examineCapture,
} from './examine-capture.js';
export { type MistakeEntry, type MistakeId, mistakes } from './mistakes-table.js';
export type { Reading } from './reading.js';
