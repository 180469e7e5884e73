// The link's door: where terminals connect, and the pass-through for terminals in a browser.

export { openPassThrough, type PassThrough, type PassThroughOptions } from './pass-through.js';
export { defaultLimits, type LinkLimits, listenForTerminals, type PosListener } from './pos-listener.js';
