import { reachable } from '../verification/transitions.js';
import { attributionMachine } from './attribute.js';
import { likelihoodWord, likelihoodWords, mixedSentences } from './likelihood.js';

describe('likelihood words of ICD 203', () => {
  it.each([
    [0, 'almost no chance'],
    [0.03, 'almost no chance'],
    [0.05, 'very unlikely'],
    [0.199, 'very unlikely'],
    [0.2, 'unlikely'],
    [0.45, 'roughly even chance'],
    [0.5, 'roughly even chance'],
    [0.55, 'likely'],
    [0.8, 'very likely'],
    [0.95, 'almost certain'],
    [1, 'almost certain'],
  ])('%d is "%s"', (probability, word) => expect(likelihoodWord(probability)).toBe(word));

  it('the ranges join without gap, and nothing outside 0..1 has a word', () => {
    likelihoodWords.slice(1).forEach((w, i) => expect(w.from).toBe(likelihoodWords[i]!.below));
    for (const bad of [-0.01, 1.01, NaN, Infinity]) expect(() => likelihoodWord(bad)).toThrow(RangeError);
  });

  it('a sentence that mixes likelihood and confidence is found; two sentences are fine', () => {
    expect(mixedSentences('It is very likely, with high confidence, that fire came from the east.')).toHaveLength(1);
    expect(mixedSentences('It very likely came from the east. We have high confidence in the back-bearing.')).toEqual(
      [],
    );
    expect(mixedSentences('We are confident that it is probably theirs.')).toHaveLength(1);
  });
});

describe('the state machine of an attribution', () => {
  it('reaches every state from proposed; what is withdrawn stays so', () => {
    expect(reachable(attributionMachine, 'proposed')).toEqual(new Set(['proposed', 'confirmed', 'withdrawn']));
    expect(attributionMachine.every((t) => t.name.length > 0 && t.from !== 'withdrawn')).toBe(true);
    expect(new Set(attributionMachine.map((t) => `${t.from}.${t.name}`)).size).toBe(attributionMachine.length);
  });
});
