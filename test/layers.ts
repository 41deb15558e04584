/**
 * The design's "Who may import whom", downwards only. `architecture.test.ts` holds src to it, and `docs/architecture.md`
 * is made from it.
 */
export interface Layer {
  /** What it is for, in one line. */
  readonly about: string
  /** The layers below it that it may import, types included. */
  readonly mayImport: readonly string[]
}

const GROUND = [
  'problem',
  'version',
  'once',
  'nearest',
  'json',
  'answer',
  'shell-word',
  'shorten',
  'columns',
  'wait-for',
  'package-file',
  'documents',
]
const UNDER_ROUTES = [
  ...GROUND,
  'plain-words',
  'store',
  'signing',
  'journal',
  'faults',
  'matching',
  'pdf',
  'rules',
  'operation',
  'wire',
  'sandbox',
  'options',
]
const UNDER_HTTP = [
  ...UNDER_ROUTES,
  'http/remembered',
  'http/figures',
  'http/passed-on',
  'http/context',
  'http/body',
  'http/carrier',
  'outbound',
  'webhooks',
  'autopilot',
  'broker',
  'routes',
]
const UNDER_START = [...UNDER_HTTP, 'inspector', 'http', 'log', 'wiring']

/**
 * A layer is a folder of src, or one file of it (`http/body` is `http/body.ts`), which then is not of the folder's layer.
 * A file that belongs to none has no place yet: say here what it is for and what it may know.
 */
export const LAYERS: { readonly [layer: string]: Layer } = {
  problem: { about: 'an error that tells the user what to do', mayImport: [] },
  version: { about: 'the version of the package', mayImport: [] },
  once: { about: 'builds a thing at its first use', mayImport: [] },
  nearest: { about: 'the nearest of some names, for "did you mean"', mayImport: [] },
  json: { about: 'JSON pointers and the limit of nesting', mayImport: ['problem'] },
  answer: { about: 'what an answer is, and its bytes', mayImport: [] },
  'shell-word': { about: 'a text as one word of a shell', mayImport: [] },
  shorten: { about: 'a long text, or many names, in a sentence', mayImport: [] },
  columns: { about: 'rows of cells as lines of text', mayImport: [] },
  'wait-for': { about: 'waits for what a listener finds, for so long', mayImport: [] },
  'package-file': { about: 'finds a file that comes with the package', mayImport: [] },
  documents: { about: 'the OpenAPI documents, and what shows them', mayImport: ['package-file'] },
  'plain-words': { about: 'what a schema finds wrong, in plain words', mayImport: GROUND },
  matching: {
    about: 'compares a request with what is asked of one: for faults, journal and control plane',
    mayImport: [...GROUND, 'plain-words'],
  },
  store: {
    about: 'words (closed lists), records, tables, transactions, world files',
    mayImport: GROUND,
  },
  signing: { about: 'string to sign, sign, verify, explain', mayImport: GROUND },
  certificates: { about: 'makes a local authority, and a certificate that it vouches for', mayImport: GROUND },
  pdf: { about: 'reads, joins, cuts and makes PDFs, in a thread of its own', mayImport: GROUND },
  journal: { about: 'what a sandbox remembers of its requests', mayImport: [...GROUND, 'matching', 'store'] },
  faults: {
    about: 'what goes wrong on purpose: rules, counting, effects',
    mayImport: [...GROUND, 'plain-words', 'matching', 'store'],
  },
  rules: { about: "what TEvo's business does, in rooms by noun; pure", mayImport: [...GROUND, 'store', 'pdf'] },
  operation: {
    about: 'what an operation is: types of the store and the rules, and nothing that runs',
    mayImport: [...GROUND, 'rules', 'store'],
  },
  wire: {
    about: 'how TEvo reads and prints: schemas, presenters, errors, pages',
    mayImport: [...GROUND, 'plain-words', 'operation', 'rules', 'store'],
  },
  sandbox: {
    about: 'one isolated TEvo: its state, clock, faults and journal; the registry of sandboxes',
    mayImport: [...GROUND, 'journal', 'faults', 'signing', 'rules', 'store'],
  },
  options: {
    about: 'the options that command line, library and control plane share: read once, refused in the same words',
    mayImport: [...GROUND, 'store', 'rules', 'sandbox'],
  },
  'http/carrier': { about: 'what carries the bytes of a connection', mayImport: GROUND },
  outbound: {
    about: "calls that TEvo makes to others' programs: guarded, bounded, and sent until they are answered",
    mayImport: [...GROUND, 'store', 'rules', 'matching', 'faults', 'journal', 'sandbox'],
  },
  webhooks: {
    about: 'what a commit has to tell, the outbox, and its delivery',
    mayImport: [...GROUND, 'store', 'rules', 'wire', 'faults', 'sandbox', 'outbound'],
  },
  autopilot: {
    about: 'casts: who plays the other side',
    mayImport: [...GROUND, 'store', 'rules', 'pdf'],
  },
  broker: {
    about: "a small broker's service, as tevo-local calls one, and the document of those calls",
    mayImport: [...GROUND, 'rules'],
  },
  wiring: {
    about: 'what every sandbox of a server does by itself',
    mayImport: [...UNDER_ROUTES, 'outbound', 'webhooks', 'autopilot'],
  },
  'http/remembered': {
    about: 'finished answers of reads, of states that are still the current ones',
    mayImport: [...GROUND, 'store'],
  },
  'http/figures': { about: 'what a server counts as it works', mayImport: GROUND },
  'http/passed-on': {
    about: 'how one process tells another that it passes a request on',
    mayImport: [...GROUND, 'http/carrier'],
  },
  'http/context': {
    about: "what one server's requests share",
    mayImport: [...GROUND, 'store', 'journal', 'rules', 'sandbox', 'http/remembered', 'http/figures'],
  },
  'http/body': { about: 'the raw bytes of a body', mayImport: GROUND },
  routes: {
    about: 'one file for each resource of TEvo, and the control plane',
    mayImport: [
      ...UNDER_ROUTES,
      'http/context',
      'http/passed-on',
      'http/body',
      'http/carrier',
      'outbound',
      'webhooks',
      'autopilot',
      'broker',
    ],
  },
  inspector: {
    about: 'the pages in which a person sees both sides of the market, and acts for them',
    mayImport: [...UNDER_HTTP],
  },
  http: { about: 'the path of a request', mayImport: [...UNDER_HTTP, 'inspector'] },
  log: { about: 'a line for each request', mayImport: [...GROUND, 'options', 'http/context', 'journal', 'store'] },
  start: { about: 'makes the default sandbox and serves it', mayImport: UNDER_START },
  'world-maker': { about: 'makes up worlds', mayImport: [...GROUND, 'store'] },
  public: { about: 'the types of the library', mayImport: ['rules', 'store'] },
  library: {
    about: 'the handles of a server and of a sandbox, over HTTP, wherever they run',
    mayImport: [...GROUND, 'signing', 'public'],
  },
  junit: { about: "a report in JUnit's XML", mayImport: [] },
  sweep: {
    about: 'runs a program again and again, each time with one thing that goes wrong, and says what that did',
    mayImport: [...GROUND, 'junit', 'store', 'options', 'public', 'library'],
  },
  contract: {
    about: 'runs the cases under contract/ against any server, and says where its answers differ',
    mayImport: [...GROUND, 'junit', 'log', 'operation', 'routes', 'signing', 'wire'],
  },
  commands: {
    about: 'one file for each subcommand',
    mayImport: [...UNDER_START, 'start', 'world-maker', 'certificates', 'library', 'public', 'sweep', 'contract'],
  },
  index: {
    about: 'what `import "tevo-local"` gives',
    mayImport: [...UNDER_START, 'start', 'public', 'library', 'sweep'],
  },
  runners: {
    about: 'what vitest, Jest and Playwright get: a server for the run, a sandbox for each test, matchers',
    mayImport: ['problem', 'shell-word', 'public', 'library', 'index'],
  },
  compiled: { about: 'starts the program from what was compiled of it the last time', mayImport: [] },
  cli: {
    about: 'flags in, server out',
    mayImport: [...UNDER_START, 'start', 'commands', 'index', 'public', 'library', 'sweep'],
  },
}

/** `http/body.ts` → `http/body`, `http/app.ts` → `http`: the layer with the longest name that a path begins with. */
export function layerOf(path: string): string {
  const parts = path.replace(/\.tsx?$/, '').split('/')
  for (let length = parts.length; length > 0; length -= 1) {
    const name = parts.slice(0, length).join('/')
    if (Object.hasOwn(LAYERS, name)) return name
  }
  return parts[0] ?? path
}
