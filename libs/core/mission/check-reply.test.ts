import { exampleMission } from '../verification/example.fixture.js';
import { matrixFaults, replyFaults } from './check-reply.js';
import { standardsOfProof, type GravityRow, type Localised, type Mission, type ReplyRules } from './types.js';

const inAll = (text: string): Localised => Object.fromEntries(exampleMission.languages.map((l) => [l, text]));
const words = (text: string): ReplyRules => ({
  after: ['ruling'],
  acknowledgeHours: 24,
  coarsenMetres: 2000,
  coarsenMinutes: 30,
  words: { ruling: inAll(text), attribution: inAll(text), assessment: inAll(text), withdrawal: inAll(text) },
  gravity: { minor: inAll('minor'), serious: inAll('serious'), grave: inAll('grave') },
  standardOfProof: Object.fromEntries(standardsOfProof.map((s) => [s, inAll(s)])) as ReplyRules['standardOfProof'],
});
const faults = (reply: ReplyRules) =>
  replyFaults({ ...exampleMission, reply } as Mission).map((f) => [f.path, f.message]);

describe('the pack on notices', () => {
  it('is sound where every text is there in every language and asks for what a notice holds', () => {
    expect(faults(words('Notice {number} to {party}: {text}'))).toEqual([]);
    expect(replyFaults(exampleMission)).toEqual([]);
  });

  it('names each missing language, unknown placeholder and clock out of order, with a remedy', () => {
    const rules = words('{number} {source}');
    rules.acknowledgeHours = 49;
    rules.gravity.grave = {};
    const found = faults(rules);
    const last = exampleMission.languages.at(-1)!;
    expect(found).toContainEqual([`/reply/words/ruling/${last}`, 'asks for {source}, which a notice does not hold']);
    expect(found).toContainEqual([
      '/reply/gravity/grave',
      `has no text in "${last}", which is one of the mission's languages`,
    ]);
    expect(found).toContainEqual(['/reply/acknowledgeHours', 'is longer than the 48 hours for the reply itself']);
    const all = replyFaults({ ...exampleMission, reply: rules } as Mission);
    expect(all.every((f) => f.remedy.length > 0)).toBe(true);
  });

  it('a matrix names kinds, classes and zones that the pack has, and never every breach at once', () => {
    const rows: GravityRow[] = [
      { kinds: ['explosion', 'thunder'], gravity: 'grave' },
      { weaponClasses: ['catapult'], gravity: 'grave' },
      { zones: ['nowhere'], gravity: 'grave' },
      { gravity: 'grave' },
      { casualties: 'killed', gravity: 'grave' },
    ];
    expect(matrixFaults({ ...exampleMission, gravityMatrix: rows }).map((f) => f.path)).toEqual([
      '/gravityMatrix/0/kinds/1',
      '/gravityMatrix/1/weaponClasses/0',
      '/gravityMatrix/2/zones/0',
      '/gravityMatrix/3',
    ]);
  });
});
