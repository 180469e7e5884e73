// What the tidy check looks for, as data: sizes, words, and calls that belong to one place.

export const FILE_LINES_SOFT = 300;
export const FILE_LINES_HARD = 500;
export const LINE_COLUMNS = 120;
export const ROOM_README_LINES = 40;

/** Code that people read. */
export const CODE = /\.(?:ts|tsx|mjs|js|css|sql)$/;
/** Tables of a standard may be as long as the standard makes them. */
export const TABLE = /-tables?\.(?:ts|mjs)$|^server\/src\/kernel\/reasons\.ts$/;
export const TEST = /\.(?:test|long|contract|fixture|harness)\.(?:tsx?|mjs)$|^e2e\//;

/** Words in a path that say nothing about what is inside. */
export const BANNED_NAMES = {
  utils: 'name the file after the one thing it holds',
  util: 'name the file after the one thing it holds',
  helpers: 'name the file after what it helps with, as a noun of the field',
  helper: 'name the file after what it helps with, as a noun of the field',
  common: 'put it into the room that owns it, or into kernel/ under its own name',
  misc: 'split it: one noun a file',
  manager: 'say what it does: store, queue, registry, session, supervisor',
};

const EDGE = [/^server\/src\/(?:main|compose|data-folder)\.ts$/, /^server\/src\/cli\//];
const CLOCK = /^server\/src\/kernel\/clock\.ts$/;
/** Ends a turn of the event loop; asks for no time. */
const VIRTUAL_CLOCK = /^sim\/src\/virtual-clock\.ts$/;
const SUPERVISOR = /^server\/src\/store\/database-server\//;
const LINK = /^server\/src\/link\//;

/** Calls that make a run depend on the machine; `allowed` are the edges that give them to the rest. */
export const BANNED_CALLS = [
  {
    name: 'wall-clock',
    call: /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(|\bprocess\.hrtime/,
    allowed: [CLOCK, ...EDGE],
    advice: 'take a Clock as an argument',
  },
  {
    name: 'timer',
    call: /(?<![.\w])(?:setTimeout|setInterval|setImmediate)\(/,
    allowed: [CLOCK, VIRTUAL_CLOCK, ...EDGE],
    advice: 'take a Clock as an argument and call clock.after()',
  },
  {
    name: 'randomness',
    call: /\bMath\.random\(|\brandomUUID\(|\brandomInt\(/,
    allowed: [],
    advice: 'take a Random as an argument',
  },
  {
    name: 'environment',
    call: /\bprocess\.env\b/,
    allowed: EDGE,
    advice: 'read settings in main.ts or cli/ and pass them as arguments',
  },
  {
    name: 'network',
    call: /['"]node:(?:net|tls|dgram|http|https)['"]/,
    allowed: [...EDGE, LINK],
    advice: 'only link/ opens sockets: take a connection as an argument',
  },
  {
    name: 'files',
    call: /['"]node:fs(?:\/promises)?['"]/,
    allowed: [
      ...EDGE,
      SUPERVISOR,
      /^server\/src\/store\/migrate\.ts$/,
      /^server\/src\/hsm\/local-master-key\.ts$/,
      /^server\/src\/certificates\/authority-folder\.ts$/,
    ],
    advice: 'take the bytes, or a port that keeps them, as an argument',
  },
  {
    name: 'processes',
    call: /['"]node:child_process['"]/,
    allowed: [...EDGE, SUPERVISOR],
    advice: 'only the supervisor of the database starts programs',
  },
];

/** Text that must not stay. `where`: all of the file, or its code without comments and texts. */
export const LEFTOVERS = [
  {
    name: 'leftover',
    text: /\b(?:TODO|FIXME|XXX|HACK)\b/,
    where: 'all',
    advice: 'do it, or describe it in docs/',
  },
  {
    name: 'unchecked-type',
    text: /\bas any\b|:\s*any\b|<any>/,
    where: 'code',
    advice: 'say what it is, or unknown',
  },
  {
    name: 'silenced-compiler',
    text: /@ts-(?:ignore|expect-error|nocheck)|biome-ignore-all/,
    where: 'all',
    advice: 'make the types true',
  },
  {
    name: 'skipped-test',
    text: /\b(?:test|it|describe|suite)\.(?:skip|only|todo)\b/,
    where: 'code',
    advice: 'a test that does not run proves nothing: mend it or delete it',
  },
];
