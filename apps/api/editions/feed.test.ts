import type { Edition, EditionErratum } from '#core/compliance/edition-record.js';
import type { Mission } from '#core/mission/types.js';
import { atomFeed } from './feed.js';

const edition = {
  id: '01',
  week: '2026-W47',
  version: 1,
  cutoff: 7,
  publishedAt: '2026-11-23T08:00:00.000Z',
} as Edition;
const mission = { id: 'm', name: { en: 'M' }, leadOrganisation: { en: 'L' } } as unknown as Mission;

describe('the feed', () => {
  it.each([
    ['markup', '</summary><script>alert(1)</script>', '&#60;/summary&#62;&#60;script&#62;'],
    ['a turned direction', 'a\u202Eb', 'a[U+202E]b'],
    ['signs that XML cannot say', 'a\u0000b\u001Bc\uD800d', 'a\uFFFDb\uFFFDc\uFFFDd'],
    ['a word of a megabyte', 'x'.repeat(1_000_000), '[… +992000]'],
  ])('bears %s', (_, words, shown) => {
    const errata = [{ number: 1, at: '2026-11-24T08:00:00.000Z', text: { en: words } } as unknown as EditionErratum];
    const feed = atomFeed([{ edition, errata }], mission);
    expect(feed).toContain(shown);
    expect(feed.length).toBeLessThan(20_000);
    expect(feed.match(/<summary>/g)).toHaveLength(2);
    // oxlint-disable-next-line no-control-regex
    expect(feed).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u202A-\u202E\u2066-\u2069]|<script/);
  });
});
