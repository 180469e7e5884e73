// The door of the simulation.

export { RandomChaos } from './chaos.js';
export { FAULT_CLASSES, type FaultClass } from './fault-classes.js';
export { SeededRandom } from './seeded-random.js';
export { runWorld } from './world.js';
