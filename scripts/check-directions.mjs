// Do imports run only along the house's arrows? The arrows are data (directions.mjs); this file walks the
// imports of packages, server and web and names each one that goes elsewhere.
import { posix } from 'node:path';
import { GUARDED_PACKAGES, PACKAGES, ROOMS, SHELVES, SIDE_DOORS, TEST_FILE } from './directions.mjs';
import { isMain, projectFiles, report } from './findings.mjs';
import { readImports } from './source-text.mjs';

const SOURCE = /^(?:packages\/([^/]+)|(server)|(web)|(sim))\/(?:src\/)?.*\.(?:ts|tsx)$/;
/** Judges what the host wrote: whatever it shared with the host, it could not find wrong. */
const AUDITOR = /^sim\/src\/auditor\//;
/** A hash is no part of the house that the auditor judges. */
const AUDITOR_MAY_IMPORT = new Set(['node:crypto']);

/** Findings for a map from path to a function that reads the file. */
export function checkDirections(files) {
  const sources = [...files.keys()].filter((path) => SOURCE.test(path) && !path.endsWith('.d.ts'));
  const imports = sources.flatMap((file) =>
    readImports(files.get(file)()).map((found) => ({
      ...found,
      file,
      target: resolve(file, found.specifier, files),
    })),
  );
  return [
    ...checkTable(ROOMS),
    ...sources.flatMap(checkRoomIsKnown),
    ...imports.flatMap((found) => (TEST_FILE.test(found.file) ? [] : checkImport(found))),
    ...checkCycles(imports),
  ];
}

/** The room of a server file: the longest row of the table that its path starts with. */
export function roomOf(file) {
  const inside = file.replace(/^server\/src\//, '');
  if (!inside.includes('/')) return inside.replace(/\.tsx?$/, '');
  const folders = posix.dirname(inside).split('/');
  for (let depth = folders.length; depth > 0; depth -= 1) {
    const name = folders.slice(0, depth).join('/');
    if (name in ROOMS) return name;
  }
  return folders[0];
}

function workspaceOf(file) {
  const match = SOURCE.exec(file);
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4];
}

/** The path in the project that a relative import means; undefined for a package. */
function resolve(file, specifier, files) {
  if (!specifier.startsWith('.')) return undefined;
  const path = posix.join(posix.dirname(file), specifier);
  const asSource = [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx'), `${path}.ts`, `${path}.tsx`];
  return asSource.find((candidate) => files.has(candidate)) ?? asSource[0];
}

function finding(rule, { file, line }, message, advice) {
  return { rule, file, line, message, advice };
}

function checkRoomIsKnown(file) {
  if (!file.startsWith('server/src/') || TEST_FILE.test(file)) return [];
  const room = roomOf(file);
  if (room in ROOMS) return [];
  return [
    finding(
      'known-room',
      { file },
      `the room ${room} is not on the plan`,
      'add its row to scripts/directions.mjs',
    ),
  ];
}

function checkImport(found) {
  const workspace = workspaceOf(found.file);
  const isForeign = !AUDITOR.test(found.target ?? '') && !AUDITOR_MAY_IMPORT.has(found.specifier);
  if (AUDITOR.test(found.file) && isForeign) {
    const advice = 'the auditor has its own reading of bytes and rows, and imports nothing but a hash';
    return [finding('auditor-stands-apart', found, `it imports ${found.specifier}`, advice)];
  }
  if (found.target !== undefined) return checkRelative(found, workspace);
  if (found.specifier.startsWith('node:')) return checkNodeImport(found, workspace);
  if (found.specifier.startsWith('@tillgate/')) return checkPackageImport(found, workspace);
  return [];
}

function checkRelative(found, workspace) {
  const into = workspaceOf(found.target);
  if (into !== workspace && !found.target.startsWith(workspaceFolder(workspace))) {
    const advice = 'import the package by its name, so that its door is used';
    return [finding('package-by-name', found, `${found.specifier} leaves ${workspace}`, advice)];
  }
  if (workspace !== 'server' || !found.target.startsWith('server/src/')) return [];
  const [from, to] = [roomOf(found.file), roomOf(found.target)];
  if (from === to) return [];
  const findings = [];
  if (from in ROOMS && !ROOMS[from].includes(to)) {
    const allowed = ROOMS[from].join(', ') || 'nothing';
    const advice =
      `${from} may import: ${allowed}. Declare the interface where it is needed and join the two in ` +
      'compose.ts, or add the arrow to scripts/directions.mjs and say why';
    findings.push(finding('room-directions', found, `${from} imports ${to}`, advice));
  }
  const doors = [`server/src/${to}.ts`, `server/src/${to}/index.ts`, ...SIDE_DOORS];
  if (!SHELVES.includes(to) && !doors.includes(found.target)) {
    const advice = `import server/src/${to}/index.ts, and export there what others may use`;
    findings.push(finding('room-door', found, `${found.specifier} passes by the door of ${to}`, advice));
  }
  return findings;
}

function workspaceFolder(workspace) {
  return ['server', 'web', 'sim'].includes(workspace) ? `${workspace}/` : `packages/${workspace}/`;
}

function checkNodeImport(found, workspace) {
  const isNodeEntry = /^packages\/[^/]+\/src\/node\//.test(found.file);
  if (workspace === 'server' || workspace === 'sim' || isNodeEntry || /\.config\.ts$/.test(found.file))
    return [];
  const advice =
    'packages and pages run in a browser: take the need as an argument, or use the entry src/node/';
  return [finding('runs-anywhere', found, `${workspace} imports ${found.specifier}`, advice)];
}

function checkPackageImport(found, workspace) {
  const [, name] = found.specifier.split('/');
  if (workspace === 'server') {
    const guarded = GUARDED_PACKAGES[`@tillgate/${name}`];
    if (guarded === undefined || guarded.allowed.some((pattern) => pattern.test(found.file))) return [];
    return [finding(guarded.rule, found, `${found.file} imports ${found.specifier}`, guarded.advice)];
  }
  if (name === 'server' && workspace === 'web') {
    if (found.typeOnly) return [];
    const advice = 'write `import type`: the page talks to the server over HTTP only';
    return [finding('types-from-the-server', found, `${found.specifier} is imported as code`, advice)];
  }
  if (name === workspace || PACKAGES[workspace]?.includes(name)) return [];
  const allowed = (PACKAGES[workspace] ?? []).join(', ') || 'no package';
  const advice = `${workspace} may import ${allowed}: see scripts/directions.mjs`;
  return [finding('package-directions', found, `${workspace} imports ${found.specifier}`, advice)];
}

/** The table must not allow a circle itself; then rooms that keep to it have none. */
export function checkTable(rooms) {
  const circle = findCircle(new Map(Object.entries(rooms)));
  const unknown = Object.entries(rooms).flatMap(([room, targets]) =>
    targets.filter((target) => !(target in rooms)).map((target) => `${room} -> ${target}`),
  );
  const file = 'scripts/directions.mjs';
  return [
    ...(circle ? [finding('room-cycle', { file }, circle.join(' -> '), 'take one of these arrows out')] : []),
    ...unknown.map((arrow) =>
      finding('known-room', { file }, `${arrow} leads nowhere`, 'add the row or drop it'),
    ),
  ];
}

function checkCycles(imports) {
  const graph = new Map();
  for (const { file, target } of imports) {
    if (target === undefined || TEST_FILE.test(file)) continue;
    graph.set(file, [...(graph.get(file) ?? []), target]);
  }
  const circle = findCircle(graph);
  if (circle === undefined) return [];
  const advice = 'move what both need into a third file that imports neither';
  return [finding('file-cycle', { file: circle[0] }, circle.join(' -> '), advice)];
}

/** One circle of the graph, first node repeated at its end; undefined when there is none. */
export function findCircle(graph) {
  const done = new Set();
  const path = [];
  const visit = (node) => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    path.push(node);
    for (const next of graph.get(node) ?? []) {
      const circle = visit(next);
      if (circle !== undefined) return circle;
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const circle = visit(node);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

if (isMain(import.meta.url)) report('directions', checkDirections(projectFiles()));
