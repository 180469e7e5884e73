// The door of the importers: specs of other libraries' files, with a list of what could not be carried over.

export { type Imported, ImportFault, type NotCarriedOver } from './import-fault.js';
export { importJposPackager } from './jpos-xml.js';
export { importMoovSpec } from './moov-json.js';
