// The demo's door: the made-up world, and putting it into the books.

export { presentChip } from './chip-counter.js';
export { type DemoCard, type DemoTerminal, type DemoWorld, demoWorld } from './demo-world.js';
export { loadDemoWorld } from './load-demo-world.js';
export { issuePaymentCode, type PaymentCode } from './payment-code.js';
