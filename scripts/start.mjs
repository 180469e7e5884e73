// `npm start`: installs what is missing, builds, and starts the demo world.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, installWhatIsMissing, root } from './run.mjs';

installWhatIsMissing();
build();

const host = spawn(
  process.execPath,
  [join(root, 'server/bin/tillgate.js'), 'up', '--demo', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
// Ctrl-C reaches the host by itself, as part of the same terminal; a second one would cut its ending short.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => host.kill('SIGTERM'));
host.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
