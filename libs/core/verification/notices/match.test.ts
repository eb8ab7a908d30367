import type { Notification } from '../../intake/types.js';
import { exampleMission, examplePlace, exampleSighting } from '../example.fixture.js';
import { matchNotices } from './match.js';

const at = '2026-03-02T12:00:00.000Z';
const notice = (given: Partial<Notification> = {}): Notification => ({
  id: 'n',
  party: 'north',
  kind: 'exercise',
  eventKinds: ['explosion'],
  area: [
    [10.9, 50.05],
    [11.1, 50.05],
    [11.1, 50.15],
    [10.9, 50.15],
  ],
  start: '2026-03-02T09:00:00.000Z',
  end: '2026-03-02T11:00:00.000Z',
  text: null,
  receivedAt: '2026-03-01T09:00:00.000Z',
  submittedBy: 'liaison',
  ...given,
});
const result = (n: Notification, given = {}) =>
  matchNotices([exampleSighting('s', given)], [n], exampleMission.verification.notices, at).map((m) => m.result);

describe('a sighting and a notice', () => {
  it.each([
    ['inside', {}, {}, ['inside']],
    ['too early, but near', {}, { start: '2026-03-02T08:00:00.000Z', end: '2026-03-02T08:01:00.000Z' }, ['outside']],
    ['a day later', {}, { start: '2026-03-03T10:00:00.000Z', end: '2026-03-03T10:01:00.000Z' }, []],
    ['5 km beside', {}, { estimate: examplePlace(50.1, 11.17) }, ['outside']],
    ['100 km away', {}, { estimate: examplePlace(51, 11) }, []],
    ['too vague to tell', {}, { estimate: examplePlace(50.1, 11.17, 4000) }, ['perhaps']],
    ['of a kind it says nothing of', {}, { kind: 'denied' }, []],
    ['of another party than the one alleged', {}, { allegedParty: 'south' }, []],
    ['of the party alleged', {}, { allegedParty: 'north' }, ['inside']],
    ['told after the event', { receivedAt: '2026-03-02T10:30:00.000Z' }, {}, ['outside']],
    ['that promises silence', { eventKinds: [], prohibits: ['explosion'] }, {}, ['breaks_silence']],
    [
      'that promises silence elsewhere',
      { eventKinds: [], prohibits: ['explosion'] },
      { estimate: examplePlace(51, 11) },
      [],
    ],
  ] as const)('%s', (_, given, sighting, expected) => {
    expect(result(notice(given as Partial<Notification>), sighting)).toEqual(expected);
  });

  it('are judged alike whoever gave the notice', () => {
    for (const allegedParty of [null, 'p', 'q'])
      for (const party of ['p', 'q']) {
        const swapped = (x: string | null) => (x === 'p' ? 'q' : x === 'q' ? 'p' : x);
        const one = result(notice({ party }), { allegedParty });
        expect(result(notice({ party: swapped(party)! }), { allegedParty: swapped(allegedParty) })).toEqual(one);
      }
  });
});
