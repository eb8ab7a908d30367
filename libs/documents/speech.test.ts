import { plain, speechOf } from './speech.js';
import { sampleContent } from './testing/sample-content.js';

const content = sampleContent();
const counted = (language: string, value: number, unit = 'incidents'): string =>
  speechOf(content, language).words(`unit.${unit}`, { value: { type: 'number', value, unit } });

describe('speech', () => {
  it('inflects by the rules of the language', () => {
    expect([1, 2, 5, 21, 1234].map((n) => counted('en', n))).toEqual([
      '1 incident',
      '2 incidents',
      '5 incidents',
      '21 incidents',
      '1,234 incidents',
    ]);
    expect([1, 2, 5, 21, 11].map((n) => counted('uk', n))).toEqual([
      '1 інцидент',
      '2 інциденти',
      '5 інцидентів',
      '21 інцидент',
      '11 інцидентів',
    ]);
    expect([1, 3, 12, 22].map((n) => counted('ru', n))).toEqual([
      '1 инцидент',
      '3 инцидента',
      '12 инцидентов',
      '22 инцидента',
    ]);
    expect(counted('ru', 12.5, 'hours')).toBe('12,5 часа');
    expect(counted('tr', 3)).toBe('3 olay');
    expect([1, 2, 3, 11, 100].map((n) => counted('ar', n))).toEqual([
      'حادث واحد (1)',
      'حادثان (2)',
      '3 حوادث',
      '11 حادثاً',
      '100 حادث',
    ]);
  });

  it('says dates and numbers as the locale does, with Western digits', () => {
    const at = { type: 'time', from: '2026-11-12T12:00:00.000Z', to: null, precision: 'day' } as const;
    const shown = ['en', 'uk', 'ru', 'tr', 'ar'].map((language) => plain(speechOf(content, language).show(at)));
    expect(shown.map((text) => /12/.test(text) && /2026/.test(text))).toEqual([true, true, true, true, true]);
    expect(new Set(shown).size).toBe(5);
    expect(shown.join('')).not.toMatch(/[٠-٩]/);
    expect(speechOf(content, 'uk').number(12345.6, 1)).toMatch(/^12\s345,6$/);
  });

  it('shows instants in the time zone of the mission', () => {
    const at = { type: 'time', from: '2026-11-12T23:30:00.000Z', to: null, precision: 'minute' } as const;
    expect(plain(speechOf(content, 'en').show(at))).toContain('13 Nov 2026');
    expect(plain(speechOf(content, 'en').show(at))).toContain('01:30');
  });

  it('takes names from the pack, in the language, and falls back to English words and names together', () => {
    expect(speechOf(content, 'ar').name('party', 'p1')).toBe('الطرف الأول');
    expect(speechOf(content, 'uk-UA').name('provision', 'fire')).toBe('1.1 Припинення вогню');
    const other = speechOf(content, 'xx');
    expect([other.language, other.name('party', 'p1'), other.name('party', '__proto__')]).toEqual([
      'en',
      'First party',
      '__proto__',
    ]);
    expect(speechOf(content, 'tr').name('sector', 'none')).toBe('bütün sektörlerin dışında');
  });

  it('refuses what it cannot say', () => {
    const speech = speechOf(content, 'en');
    expect(() => speech.say('no.such')).toThrow('no.such');
    expect(() => speech.say('summary.counts', {})).toThrow('"incidents"');
    expect(() => speech.show({ type: 'figure', id: 'gone' })).toThrow('gone');
  });
});
