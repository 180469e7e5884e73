// The laboratory's door.

export { type ArmedFault, type ArmRequest, type DoneFault, FaultLab } from './fault-lab.js';
export { withHostFault } from './host-fault.js';
