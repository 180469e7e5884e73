// The door of the scan: canaries from a file, a plan made of them, and streams scanned by it.

export type { Finding } from './finding.js';
export { readCanaries, readNumbers } from './read-canaries.js';
export { planScan, type ScanPlan } from './scan-plan.js';
export { scanStream } from './scan-stream.js';
