import { createRequire } from 'node:module';
import { relative } from 'node:path';

// Jest's own order, which comes with it; asked for through Jest so that it is the version that runs.
const fromJest = createRequire(createRequire(import.meta.url).resolve('@jest/core'));
const { default: Sequencer } = fromJest('@jest/test-sequencer');

/** Rooms whose tests open stores and servers take longest. Started last, one of them would run alone at the end. */
const longFirst = ['test/scenarios/', 'apps/', 'libs/queue/', 'libs/db/', 'test/', 'libs/formats/', 'libs/'];

/** Where Jest knows from an earlier run how long each file took, its own order; else by room. */
export default class LongFirst extends Sequencer {
  sort(tests) {
    const byJest = super.sort(tests);
    const isKnown = tests.some((test) => test.duration !== undefined);
    if (isKnown) return byJest;
    const rank = ({ path, context }) => {
      const place = relative(context.config.rootDir, path);
      return longFirst.findIndex((room) => place.startsWith(room));
    };
    return [...byJest].sort((a, b) => rank(a) - rank(b));
  }
}
