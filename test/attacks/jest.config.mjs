import usual from '../../jest.config.mjs';

/** The usual tests on sources from which `transform.mjs` leaves out a defence. */
export default {
  ...usual,
  rootDir: '../..',
  transform: { '^.+\\.ts$': ['<rootDir>/test/attacks/transform.mjs', usual.transform['^.+\\.ts$'][1]] },
  maxWorkers: 1,
};
