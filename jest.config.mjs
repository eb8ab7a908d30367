/**
 * Unit and store tests sit beside the code; whole-system tests sit in test/. What takes long is named
 * `*.slow.test.ts` and runs with `npm run test:slow`.
 */
const slow = process.env.LINEWATCH_SLOW === '1';

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: [slow ? '**/*.slow.test.ts' : '**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...(slow ? [] : ['\\.slow\\.test\\.ts$'])],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^#(core|db|queue|formats|documents|host)/(.*)\\.js$': '<rootDir>/libs/$1/$2.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2023',
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  testTimeout: slow ? 600_000 : 30_000,
  // Tests of stores and servers wait for disks and clocks as long as they compute: three share two cores well.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/setup/sequencer.mjs',
};
