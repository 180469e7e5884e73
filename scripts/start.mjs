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
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => host.kill(signal));
host.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
