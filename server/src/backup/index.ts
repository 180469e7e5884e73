// The door: the books to lines of a file, and back.

export { readBackup } from './read-backup.js';
export { writeBackup } from './write-backup.js';
