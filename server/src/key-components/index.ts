// The door of the room: a desk for keys that people bring in, for whoever has a place for such a key.

export {
  type ComponentDesk,
  type ComponentPorts,
  createComponentDesk,
  type KeyTerms,
} from './component-desk.js';
