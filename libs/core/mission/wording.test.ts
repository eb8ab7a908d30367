import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Mission } from './types.js';
import type { Wording } from './weighing-types.js';
import { lintText, wordingFaults } from './wording.js';

const wording = parse(readFileSync('missions/ukraine-line/wording.yaml', 'utf8')) as Wording;
const name = (en: string) => ({ en });
const mission = {
  parties: [{ id: 'orrin', name: name('Orrin'), adjective: name('Orrinian') }],
  settlements: [{ id: 'ford', name: name('Ford House') }],
  sectors: [],
  zones: [],
  wording,
} as unknown as Mission;
const rules = (text: string) => lintText(text, mission).map((f) => f.rule);

describe('lint of texts', () => {
  it('has words in five languages in every list', () => {
    // Names that are written large need no words in languages that write them small.
    const { loaded, likelihood, confidence, directions } = wording;
    for (const lists of [loaded, likelihood, confidence, directions])
      for (const language of ['en', 'uk', 'ru', 'tr', 'ar'])
        expect((lists as Wording['loaded'])[language]?.length).toBeGreaterThan(0);
  });

  // Every first word that the lists name is found inside a sentence, whatever its language.
  it.each(Object.entries(wording.loaded).map(([language, [word]]) => [language, word!]))(
    'finds a word that takes a side (%s)',
    (_, word) => {
      expect(rules(`12 ${word.replace('!', '')} 34.`)).toContain('loaded');
      expect(wordingFaults(`12 ${word.replace('!', '')} 34.`, mission, '/reason')).toHaveLength(1);
    },
  );

  it.each([
    [
      'en',
      'It is very likely theirs, with high confidence.',
      'It is very likely theirs. We have high confidence in the bearing.',
    ],
    ['uk', 'Дуже ймовірно, і ми впевнені в цьому.', 'Дуже ймовірно. Ми впевнені в азимуті.'],
    ['ru', 'Весьма вероятно, и мы уверены в этом.', 'Весьма вероятно. Мы уверены в азимуте.'],
    ['tr', 'Çok muhtemel, yüksek güven ile.', 'Çok muhtemel. Ölçüme yüksek güven var.'],
    ['ar', 'من المحتمل جدا وبثقة عالية.', 'من المحتمل جدا. الثقة عالية في القياس.'],
  ])('finds likelihood and confidence in one sentence, not in two (%s)', (_, one, two) => {
    expect(rules(one)).toContain('mixed');
    expect(rules(two)).not.toContain('mixed');
  });

  it('leaves alone what only looks alike', () => {
    expect(rules('The line of occupation; a confidential annex; under the weather.')).toEqual([]);
    expect(rules('وعدوا بوقف النار')).toEqual([]);
  });

  it('reads a word of 50,000 letters as quickly as any other', () => {
    const before = process.cpuUsage();
    expect(rules('м'.repeat(50_000))).toEqual([]);
    // Microseconds of processor. Every beginning of the word was looked up: that took seconds.
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });

  it('warns of what is written like a name and is none of the pack; it does not refuse', () => {
    expect(lintText('Seen near Ford House and near Nowhereville by an Orrinian patrol.', mission)).toEqual([
      { rule: 'name', found: 'Nowhereville' },
    ]);
    expect(wordingFaults('Seen near Nowhereville.', mission, '/reason')).toEqual([]);
    expect(wordingFaults('Seen in March near Nowhereville.', mission, '/texts/en', { names: true })).toMatchObject([
      { pointer: '/texts/en', word: 'Nowhereville', remedy: expect.stringContaining('mission pack') },
    ]);
  });
});
