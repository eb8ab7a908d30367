/** One row of the likelihood scale: the word holds for probabilities in [from, below). */
export interface LikelihoodWord {
  word: string;
  from: number;
  below: number;
}

/**
 * The likelihood words of ICD 203 (US Intelligence Community Directive 203, "Analytic Standards", table of
 * D.6.e.(2)(a), first row of terms; the other row is never mixed in). Where two ranges share a bound the
 * higher one takes it. The table runs from 1 % to 99 %; what lies beyond gets the outermost word, for
 * certainty is not offered.
 */
export const likelihoodWords: readonly LikelihoodWord[] = [
  { word: 'almost no chance', from: 0, below: 0.05 },
  { word: 'very unlikely', from: 0.05, below: 0.2 },
  { word: 'unlikely', from: 0.2, below: 0.45 },
  { word: 'roughly even chance', from: 0.45, below: 0.55 },
  { word: 'likely', from: 0.55, below: 0.8 },
  { word: 'very likely', from: 0.8, below: 0.95 },
  { word: 'almost certain', from: 0.95, below: Infinity },
];

/** The word for a probability 0..1. @throws RangeError for anything else */
export function likelihoodWord(probability: number): string {
  const row = likelihoodWords.find((w) => probability >= w.from && probability < w.below);
  if (!row || probability > 1) throw new RangeError(`A probability lies in 0..1, not ${probability}.`);
  return row.word;
}

const likelihood = /\b(almost no chance|(very )?(un)?likely|roughly even|almost certain(ly)?|(im)?probabl[ey])\b/i;
const confidence = /\b(low|moderate|medium|high|full|great) (degree of )?confidence\b|\bconfiden(t|tly|ce)\b/i;

/**
 * Sentences (English) that mix a likelihood word with a confidence word, which ICD 203 forbids: one says how
 * probable the matter is, the other how well it is founded, and readers take them for the same.
 */
export function mixedSentences(text: string): string[] {
  return text
    .split(/(?<=[.!?;])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => likelihood.test(sentence) && confidence.test(sentence));
}
