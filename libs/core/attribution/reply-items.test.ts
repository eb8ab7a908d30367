import { unreadReplies, weightOf } from './reply-items.js';
import { workingRules } from './rules.js';

const parties = ['ara', 'bel'];
const reply = { id: 'r1', party: 'ara', number: 3, receivedAt: '2026-11-22T05:00:00.000Z' };
const swapped = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value).replace(/ara|bel/g, (p) => (p === 'ara' ? 'bel' : 'ara'))) as T;

describe("a party's reply in the ledger", () => {
  it('is there before anybody has read it, weighs nothing, and gives way to a reading', () => {
    const [item] = unreadReplies([reply], [], workingRules, parties);
    expect(item).toMatchObject({ key: 'party_reply:r1', kind: 'party_reply', source: 'party:ara', basis: ['r1'] });
    expect(Object.values(item!.logRatio).every((log) => Math.abs(log) === 0)).toBe(true);
    expect(unreadReplies([reply], [{ kind: 'denial', basis: ['r1'] }], workingRules, parties)).toEqual([]);
    expect(unreadReplies([reply], [{ kind: 'other', basis: ['r1'] }], workingRules, parties)).toHaveLength(1);
  });

  it('an admission speaks for the party itself, a denial against it by next to nothing, and for nobody else', () => {
    expect(weightOf('admission', 'ara', workingRules, parties).logRatio).toEqual({
      ara: Math.log(20),
      bel: 0,
      other: 0,
      accident: 0,
    });
    const denial = weightOf('denial', 'ara', workingRules, parties).logRatio;
    expect(Math.exp(denial['ara']!)).toBeCloseTo(1 / 1.05, 12);
    expect([denial['bel'], denial['other'], denial['accident']]).toEqual([0, 0, 0]);
  });

  it.each(['admission', 'denial', 'alternative_account'] as const)('%s weighs the same for every party', (account) => {
    expect(swapped(weightOf(account, 'ara', workingRules, parties))).toEqual(
      weightOf(account, 'bel', workingRules, parties),
    );
  });
});
