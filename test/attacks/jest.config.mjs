import usual from '../../jest.config.mjs';

/** The usual tests, slow ones too, on sources from which `transform.mjs` leaves out a defence. */
export default {
  ...usual,
  rootDir: '../..',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  transform: { '^.+\\.ts$': ['<rootDir>/test/attacks/transform.mjs', usual.transform['^.+\\.ts$'][1]] },
  testTimeout: 600_000,
  maxWorkers: 1,
};
