import type { Mission } from '../mission/types.js';
import { lintText, numbersIn } from './edition-lint.js';
import type { EditionContent, Paragraph } from './edition-types.js';

const mission = {
  languages: ['en', 'fr'],
  parties: [],
  settlements: [],
  sectors: [],
  zones: [],
  wording: {
    loaded: { en: ['hostile'] },
    likelihood: { en: ['likely'] },
    confidence: { en: ['confidence'] },
    directions: {},
  },
} as unknown as Mission;

const content = {
  week: '2026-W47',
  from: '2026-11-15T17:30:00.000Z',
  to: '2026-11-22T17:30:00.000Z',
  figures: [
    { id: 'a', value: 1234, unit: 'incidents', query: { name: 'q', params: {} } },
    { id: 'b', value: 0.125, unit: 'share', query: { name: 'q', params: {} } },
  ],
} as unknown as EditionContent;

const paragraph: Paragraph = {
  type: 'paragraph',
  id: 'p',
  level: 'normal',
  text: { type: 'message', key: 'p', values: { a: { type: 'figure', id: 'a' }, b: { type: 'figure', id: 'b' } } },
};

const faults = (en: string, fr = en) => lintText({ en, fr }, paragraph, content, mission).map((f) => f.message);

describe('what an editor may write', () => {
  it('reads numbers as people write them', () => {
    expect(numbersIn('1,234 or 1 234 or 1.234 or 12,5 or ١٢٣ or 3.')).toEqual([1234, 1, 234, 1234, 12.5, 123, 3]);
    expect(numbersIn('1\u00a0234,5 and 1,234.5 and 7')).toEqual([1234.5, 1234.5, 7]);
  });

  it.each(['1,234 incidents, 12.5 % of them.', 'In week 47 of 2026: 1234.', 'Nothing to add.'])(
    'takes “%s”',
    (text) => {
      expect(faults(text)).toEqual([]);
    },
  );

  it.each([
    ['There were 1,235 incidents.', /1235 is no figure/],
    ['A hostile act.', /takes a side/],
    ['It is likely, with high confidence.', /likely and how confident/],
    ['<script>x</script>', /markup/],
    ['left \u202eto right', /signs that are not text/],
    ['x'.repeat(4001), /longer than 4000/],
  ])('refuses “%s”', (text, message) => {
    expect(faults(text, 'Rien.')).toEqual([expect.stringMatching(message)]);
  });

  it('wants every language of the mission and no other', () => {
    expect(
      lintText({ en: 'Nothing.', xx: 'Nothing.' }, paragraph, content, mission).map((f) => [f.language, f.message]),
    ).toEqual([
      ['fr', expect.stringContaining('missing')],
      ['xx', expect.stringContaining('does not have this language')],
    ]);
  });
});
