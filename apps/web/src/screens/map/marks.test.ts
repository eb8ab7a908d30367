import { marksOf } from './marks.js';

describe('the marks of kinds', () => {
  it('differ from each other, in every script', () => {
    const kinds = ['Explosion', 'Explosion heard', 'Выстрел', 'انفجار', '', 'Explosive'].map((name, i) => ({
      id: `k${i}`,
      name,
      category: i < 4 ? 'ceasefire' : 'mines',
    }));
    const marks = marksOf(kinds);
    expect(marks.map(({ letter }) => letter)).toEqual(['E', 'X', 'В', 'ا', 'A', 'E']);
    expect(new Set(marks.map(({ sides, letter }) => `${sides} ${letter}`)).size).toBe(marks.length);
    expect(marks[0]!.sides).not.toBe(marks[5]!.sides);
  });
});
