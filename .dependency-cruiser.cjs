/** The import rules of the house (docs/adr, CONTRIBUTING.md). Each has a test that breaks it: test/architecture. */

/** Stages of the main job in their order: each may import those before it. */
const stages = [
  'journal',
  'access',
  'mission',
  'geo',
  'intake',
  'fusion',
  'verification',
  'attribution',
  'ruling',
  'reply',
  'escalation',
  'compliance',
  'simulation',
];
const tests = '\\.test\\.ts$|^libs/[^/]+/testing/|^apps/[^/]+/testing/';

const forbidden = [
  {
    name: 'core-is-pure',
    comment: 'libs/core imports itself, small pure libraries, and hashing: the outside comes in through ports.ts.',
    from: { path: '^libs/core/', pathNot: tests },
    to: {
      pathNot:
        '^libs/core/|node_modules/(geographiclib-geodesic|h3-js|flatbush|@zxcvbn-ts/language-common)/|^(node:)?crypto$',
    },
  },
  {
    name: 'types-know-no-ports',
    comment: 'types.ts is plain data: ports.ts is made of it, not the other way round.',
    from: { path: '^libs/core/[^/]+/types\\.ts$' },
    to: { path: '^libs/core/ports\\.ts$' },
  },
  {
    name: 'typeorm-only-in-db',
    comment: 'Only libs/db knows the ORM.',
    from: { pathNot: '^libs/db/' },
    to: { path: 'node_modules/typeorm/' },
  },
  {
    name: 'bullmq-only-in-queue',
    comment: 'Only libs/queue knows the queue.',
    from: { path: '^(apps|libs)/', pathNot: '^libs/queue/' },
    to: { path: 'node_modules/(bullmq|ioredis)/' },
  },
  {
    name: 'nest-only-in-apps',
    comment: 'Libs stay free of the framework.',
    from: { path: '^libs/' },
    to: { path: 'node_modules/@nestjs/' },
  },
  {
    name: 'libs-stand-apart',
    comment: 'Every lib but core stands alone; the apps put them together.',
    from: { path: '^libs/(?!core/)([^/]+)/' },
    to: { path: '^libs/', pathNot: '^libs/($1|core)/' },
  },
  {
    name: 'libs-know-no-apps',
    comment: 'What is below does not reach up.',
    from: { path: '^libs/', pathNot: tests },
    to: { path: '^(apps|test)/' },
  },
  {
    name: 'apps-stand-apart',
    comment: 'Only standalone composes the others.',
    // Setting up and building come before any app runs.
    from: { path: '^apps/(?!standalone/)([^/]+)/', pathNot: `${tests}|^apps/web/setup/` },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'web-knows-only-the-api',
    comment: 'The console sees the API as its description tells it: no rule runs in a browser.',
    from: { path: '^apps/web/src/', pathNot: tests },
    to: {
      path: '^(libs|apps|test)/|^(node:)?(fs|path|crypto|os|http|process)$|node_modules/(@nestjs|typeorm|bullmq|fastify)/',
      pathNot: '^apps/web/src/',
    },
  },
  {
    name: 'program-without-tests',
    comment: 'What tests are made of is not in the build.',
    from: { path: '^(apps|libs)/', pathNot: `${tests}|\\.fixture\\.ts$` },
    to: { path: `${tests}|\\.fixture\\.ts$` },
  },
  { name: 'no-cycles', comment: 'Parts that need each other are one part.', from: {}, to: { circular: true } },
  {
    name: 'nothing-unresolved',
    comment: 'An import that leads nowhere fails at run time.',
    from: { path: '^(apps|libs)/' },
    // This package offers sources that it does not bring; the type check and the bundler resolve it.
    to: { couldNotResolve: true, pathNot: '^react-aria-components$' },
  },
  ...stages.map((stage, at) => ({
    name: `stage-order-${stage}`,
    comment: `${stage} may import the stages before it, never those after it.`,
    from: { path: `^libs/core/${stage}/`, pathNot: tests },
    to: { path: `^libs/core/(${[...stages.slice(at + 1), 'none-after'].join('|')})/` },
  })),
];

module.exports = {
  forbidden: forbidden.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules/\\.cache)' },
    // Types count: a type of a later stage is knowledge of it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
