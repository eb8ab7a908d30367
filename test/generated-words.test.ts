import { readdirSync, readFileSync } from 'node:fs';
import { missionAdvice } from '#core/escalation/alarms/advice.js';
import { sentencesOf, wordingFaults } from '#core/mission/wording.js';
import type { Mission } from '#core/mission/types.js';
import { loadMission } from '#formats/pack/load.js';

const catalogues = 'libs/documents/messages';
const languages = ['en', 'uk', 'ru', 'tr', 'ar'];

/** Every text of a value by its path. */
function textsIn(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}/${key}`));
}

describe('texts that the program makes', () => {
  let mission: Mission;
  beforeAll(async () => {
    mission = await loadMission('missions/ukraine-line');
  });
  // A template may hold a word of likelihood by itself, so every sentence is looked at as it stands.
  const faultsOf = (text: string) => sentencesOf(text).flatMap((s) => wordingFaults(s, mission, ''));

  it('the lists speak of all five languages', () => {
    for (const list of ['loaded', 'likelihood', 'confidence'] as const)
      expect(Object.keys(mission.wording![list]).sort()).toEqual([...languages].sort());
    for (const words of Object.values(mission.wording!.loaded))
      expect(faultsOf(`12 ${words[0]!.replace('!', '')} 34.`)).toHaveLength(1);
  });

  it.each(languages)('the documents in %s: no word that takes a side, no mixed sentence', (language) => {
    const lines = readFileSync(`${catalogues}/${language}.ts`, 'utf8').split('\n');
    const texts = lines.map((l) => l.trim()).filter((l) => / = /.test(l));
    expect(texts.length).toBeGreaterThan(150);
    expect(texts.flatMap((t) => faultsOf(t.replace(/^\S+ = /, '')).map((f) => f.detail))).toEqual([]);
  });

  it.each(['ukraine-line', 'two-valleys'])('notices, steps and names of the pack %s', async (pack) => {
    const { reply, escalationRules, escalation, attribution, parties, eventKinds, weapons, means } = await loadMission(
      `missions/${pack}`,
    );
    const texts = textsIn({
      reply,
      words: escalationRules?.words,
      escalation,
      standards: attribution?.standards,
      parties,
      eventKinds,
      weapons,
      means,
    });
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.flatMap(([path, text]) => faultsOf(text).map((f) => `${path}: ${f.detail}`))).toEqual([]);
  });

  it('the weekly summary, steps without words of a pack, and what the machine says of its checks and items', () => {
    const sources = [
      'documents',
      'core/verification',
      'core/attribution',
      'core/escalation',
      'core/ruling',
      'core/reply',
    ]
      .flatMap((folder) =>
        readdirSync(`libs/${folder}`, { recursive: true, encoding: 'utf8' }).map((f) => `libs/${folder}/${f}`),
      )
      .filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'));
    const found = sources.flatMap((file) => {
      const strings =
        readFileSync(file, 'utf8').match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [];
      // What a sentence is: several words.
      const sentences = strings.filter((s) => /\p{L} \p{L}/u.test(s));
      return sentences.flatMap((s) => faultsOf(s.slice(1, -1)).map((f) => `${file}: ${f.detail}`));
    });
    expect(sources.length).toBeGreaterThan(60);
    expect(found).toEqual([]);
  });

  it.each(['ears_c1', 'ears_c2', 'ears_c3', 'cusum', 'scan'] as const)('the advice of an alarm by %s', (method) => {
    const alarm = {
      method,
      category: 'ceasefire',
      sectors: [mission.sectors[0]!.id],
      window: { from: '2026-11-20', to: '2026-11-21' },
      observed: 9,
      expected: 2.5,
      threshold: 3,
      hours: 40,
      statistic: { value: 4, limit: 3 },
      pValue: null,
      falseAlarms: { arl0Days: 200, perSectorYear: 1.8, budgetPerWeek: 1 },
    };
    const said = new Set<string>();
    for (const language of languages) {
      const text = missionAdvice(mission, alarm, language);
      // Everything in it that is written like a name is one of the pack.
      expect(wordingFaults(text, mission, '', { names: language === 'en' })).toEqual([]);
      // Every value found its place.
      expect(text).not.toMatch(/[{}]|undefined|NaN/);
      for (const value of ['2026-11-20', '2026-11-21', '9', '2.5', '3', '40', '200']) expect(text).toContain(value);
      said.add(text);
    }
    expect(said.size).toBe(languages.length);
  });
});
