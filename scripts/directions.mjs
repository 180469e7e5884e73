// The house's arrows, as data: who may import whom. A room that is not here does not exist yet: add its row,
// with as few arrows as it needs, and keep the order from the edges down to the kernel.

/** What each package may import of this repository. */
export const PACKAGES = {
  iso8583: [],
  'payment-crypto': [],
  emv: ['payment-crypto'],
  'pos-protocol': ['iso8583', 'emv'],
  doctor: ['iso8583', 'emv', 'pos-protocol'],
  terminal: ['pos-protocol', 'emv', 'payment-crypto', 'iso8583'],
  // The message lab reads and builds messages in the browser.
  web: ['terminal', 'doctor', 'iso8583'],
  // The real code of both ends, on virtual ground.
  sim: ['server', 'terminal', 'pos-protocol', 'iso8583', 'payment-crypto'],
};

const BASEMENT = ['store', 'observability', 'kernel'];
const STATIONS = ['acquirer', 'switch', 'issuer', 'risk', 'ledger', 'receipt', 'hsm'];
const WATCHERS = ['journal', 'explain', 'events', 'demo', 'identity'];

/** What each room of the server may import of the server; a file beside the rooms counts as one. */
export const ROOMS = {
  // Edges.
  main: ['cli', 'compose', 'kernel'],
  cli: [
    'compose',
    'data-folder',
    'profile-registry',
    'backup',
    'bank-host',
    'bank-links',
    'open-books',
    'hold-watch',
    'open-hsm',
    'payment-path',
    'reading-side',
    'http',
    'link',
    'certificates',
    'terminal-keys',
    'scan',
    'audit',
    ...STATIONS,
    ...WATCHERS,
    ...BASEMENT,
  ],
  compose: [
    'payment-path',
    'handle-message',
    'bank-links',
    'hold-watch',
    'open-books',
    'reading-side',
    'data-folder',
    'profile-registry',
    'terminal-desk',
    'terminal-doors',
    'host-command-door',
    'lab',
    'open-hsm',
    'key-desks',
    'certificates',
    'audit',
    'terminal-keys',
    'cardholder',
    'cvm-policies',
    'card-desk',
    'security-centre',
    'suspects',
    'http',
    'link',
    ...STATIONS,
    ...WATCHERS,
    ...BASEMENT,
  ],
  'handle-message': ['payment-path', 'profile-registry', 'lab', 'link', 'journal', 'events', ...BASEMENT],
  // The door through which the simulation takes what it runs.
  simulation: [
    'payment-path',
    'bank',
    'bank-links',
    'profile-registry',
    'audit',
    'link',
    ...STATIONS,
    ...BASEMENT,
  ],
  'payment-path': [...STATIONS, ...BASEMENT],
  'bank-links': ['payment-path', 'link', ...STATIONS, ...BASEMENT],
  'hold-watch': ['acquirer', 'store', 'kernel'],
  'bank-host': ['bank', 'hold-watch', 'open-books', 'link', ...BASEMENT],
  'open-books': ['demo', 'open-hsm', ...BASEMENT],
  // A bank by itself: the stations behind another door.
  bank: [...STATIONS, ...BASEMENT],
  lab: ['link', 'acquirer', 'hsm', 'store', 'kernel'],
  'open-hsm': ['audit', 'hsm', ...BASEMENT],
  'lmk-desk': ['http', 'hsm', ...BASEMENT],
  'key-desks': [
    'lmk-desk',
    'open-hsm',
    'profile-registry',
    'certificates',
    'terminal-keys',
    'zone-keys',
    'http',
    ...BASEMENT,
  ],
  'profile-registry': ['kernel'],
  'terminal-desk': ['profile-registry', 'store', 'kernel'],
  'data-folder': ['profile-registry'],
  'terminal-doors': ['certificates', 'link', 'kernel'],
  'reading-side': ['http', 'ledger', 'diagnosis', ...WATCHERS, ...BASEMENT],
  'terminal-keys': ['key-components', 'http', 'hsm', ...BASEMENT],
  'zone-keys': ['key-components', 'http', 'hsm', ...BASEMENT],
  'key-components': ['http', 'hsm', ...BASEMENT],
  suspects: ['http', ...BASEMENT],
  'cvm-policies': ['http', 'issuer', ...BASEMENT],
  'card-desk': ['http', 'store'],
  cardholder: ['http', 'acquirer', 'issuer', 'explain', 'hsm', ...BASEMENT],
  http: ['link', ...WATCHERS, 'ledger', 'receipt', ...BASEMENT],
  link: ['observability', 'kernel'],
  // The way of a payment.
  acquirer: ['switch', 'issuer', 'ledger', 'hsm', ...BASEMENT],
  switch: ['issuer', 'hsm', ...BASEMENT],
  issuer: ['risk', 'ledger', 'hsm', ...BASEMENT],
  risk: ['kernel'],
  ledger: ['store', 'kernel'],
  receipt: ['store', 'kernel'],
  // Afterwards, over what was refused: a payment never waits for it.
  'security-centre': ['acquirer', 'hsm', ...BASEMENT],
  // After the payment: they read, and a payment never waits for them.
  explain: ['journal', 'hsm', ...BASEMENT],
  journal: BASEMENT,
  diagnosis: ['http', 'journal', ...BASEMENT],
  demo: ['ledger', 'hsm', 'identity', ...BASEMENT],
  // Beside the host.
  backup: ['store', 'kernel'],
  scan: ['kernel'],
  // Basement.
  'host-commands': ['hsm', 'kernel'],
  'host-command-door': ['host-commands', 'hsm', 'link', ...BASEMENT],
  hsm: ['observability', 'kernel'],
  certificates: BASEMENT,
  identity: BASEMENT,
  audit: BASEMENT,
  events: BASEMENT,
  store: ['observability', 'kernel'],
  observability: ['kernel'],
  kernel: [],
};

/** Rooms without a door: a shelf, from which each file is taken by its name. */
export const SHELVES = ['kernel'];

/** Doors beside a room's index.ts: the types of the HTTP API, which the pages import too. */
export const SIDE_DOORS = ['server/src/http/api.ts'];

/** Packages that only some files of the server may import. */
export const GUARDED_PACKAGES = {
  '@tillgate/terminal': {
    rule: 'terminal-stays-outside',
    allowed: [/^server\/src\/cli\/terminal[^/]*\.ts$/],
    advice: 'the host never needs the terminal; only the command `terminal` and tests do',
  },
  '@tillgate/payment-crypto': {
    rule: 'keys-stay-in-the-hsm',
    allowed: [/^server\/src\/hsm\//, /^server\/src\/cli\/(vectors|bench)[^/]*\.ts$/],
    advice: 'ask the HSM room for the command and pass a key handle',
  },
};

/** Files that only tests load: they may reach into any room. */
export const TEST_FILE = /\.(test|long|contract|fixture|harness)\.tsx?$/;
