// The door of the simulation.

export { audit } from './auditor/audit.js';

export { RandomChaos } from './chaos.js';
export { FAULT_CLASSES, type FaultClass } from './fault-classes.js';
export { SeededRandom } from './seeded-random.js';
export { runWorld } from './world.js';
