// The door of the simulation: one seed, or many side by side.

export { type CrewOptions, type CrewReport, playSeeds } from './crew.js';
export { FAULT_CLASSES, type FaultClass } from './fault-classes.js';
export { parseFaults, type SimulationOptions, type SimulationReport, simulate } from './simulation.js';
