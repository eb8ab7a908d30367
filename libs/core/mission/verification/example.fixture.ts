import type { VerificationRules } from './types.js';

/** A table like that of the packs, for tests of rules: the same rows in the same order, with English texts only. */
export const exampleVerification: VerificationRules = {
  rules: [
    {
      id: 'copy-of-another-incident',
      outcome: 'duplicate',
      when: [{ fact: 'duplicateOf', test: 'above', value: 0 }],
      reason: 'copy',
    },
    {
      id: 'before-the-ceasefire',
      outcome: 'out_of_scope',
      when: [{ fact: 'beforeCeasefire', test: 'is', value: true }],
      reason: 'before',
    },
    {
      id: 'outside-all-sectors',
      outcome: 'not_verifiable',
      cause: 'mandate',
      when: [{ fact: 'outsideMandate', test: 'is', value: true }],
      reason: 'outside',
    },
    {
      id: 'announced',
      outcome: 'exercise',
      when: [{ fact: 'matchedNotification', test: 'is', value: true }],
      reason: 'announced',
    },
    {
      id: 'cannot-have-been-as-said',
      outcome: 'not_verified',
      when: [{ fact: 'impossible', test: 'is', value: true }],
      reason: 'impossible',
    },
    {
      id: 'independent-sources-agree',
      outcome: 'verified',
      when: [{ fact: 'independentSources', test: 'at_least', value: 'minIndependentSources' }],
      reason: 'sources',
    },
    {
      id: 'own-source-with-intact-evidence',
      outcome: 'verified',
      when: [{ fact: 'ownWithEvidence', test: 'is', value: true }],
      reason: 'own',
    },
    {
      id: 'settled-on-the-hotline',
      outcome: 'resolved_locally',
      when: [{ fact: 'settledLocally', test: 'is', value: true }],
      reason: 'settled',
    },
    {
      id: 'access-restricted',
      outcome: 'not_verifiable',
      cause: 'access',
      when: [{ fact: 'accessRestrictions', test: 'above', value: 0 }],
      reason: 'access',
    },
    {
      id: 'too-long-ago',
      outcome: 'not_verifiable',
      cause: 'time',
      when: [{ fact: 'ageDays', test: 'above', value: 'oldestDays' }],
      reason: 'time',
    },
    {
      id: 'evidence-failed',
      outcome: 'not_verifiable',
      cause: 'evidence',
      when: [{ fact: 'evidenceFailed', test: 'is', value: true }],
      reason: 'evidence',
    },
    { id: 'too-few-independent-sources', outcome: 'not_verifiable', cause: 'evidence', when: [], reason: 'few' },
  ],
  reasons: {
    copy: { en: 'Every sighting is a copy of one in another incident ({duplicateOf}).' },
    before: { en: 'It ended before the ceasefire took effect.' },
    outside: { en: 'The place lies in no sector of the mission.' },
    announced: { en: 'Consistent with notice {matchedNotification} in kind, area and time.' },
    impossible: { en: 'No sighting is possible as it was given: each fails the check of time or of range.' },
    sources: {
      en: 'Independent sources without a failed check: {independentSources}; needed: {minIndependentSources}.',
    },
    own: { en: "One source of the mission's own (sighting {ownWithEvidence}) with evidence found intact." },
    settled: {
      en: 'Every promise given on the hotline about it was found kept. Independent sources: {independentSources}; needed to verify: {minIndependentSources}.',
    },
    access: {
      en: "Independent sources: {independentSources}; needed: {minIndependentSources}; set aside for a failed check: {setAside}. The mission's access there was impeded ({accessRestrictions}).",
    },
    time: {
      en: 'Independent sources: {independentSources}; needed: {minIndependentSources}. It was received {ageDays} days after the event; more than {oldestDays} is too long to be checked.',
    },
    evidence: {
      en: 'Independent sources: {independentSources}; needed: {minIndependentSources}; set aside for a failed check: {setAside}. Evidence is missing or not as it was received.',
    },
    few: {
      en: 'Independent sources: {independentSources}; needed: {minIndependentSources}; set aside for a failed check: {setAside}.',
    },
  },
  reliability: { fewestItems: 10, A: 0.95, B: 0.8, C: 0.6, D: 0.4 },
  time: { maxIntervalHours: 24 },
  sight: { eyeHeightMetres: 2, eventHeightMetres: 10, tallestPostMetres: 30, soundMargin: 2 },
  sensors: { silenceHours: 24, jammingHours: 1, hopelessShare: 0.5 },
  images: { sameLookBits: 5, fewestBits: 8 },
  access: { aroundHours: 24, aroundMetres: 15000, fewestTries: 5 },
  notices: { nearHours: 6, nearMetres: 15000 },
  complaints: {
    nearlyTheSame: 0.6,
    withinHours: 6,
    withinMetres: 2000,
    finePlaceMetres: 100,
    vaguePlaceMetres: 10000,
    fineTimeSeconds: 600,
    vagueTimeSeconds: 86400,
  },
  effort: {
    jamming: { metres: 15_000, means: ['drone'] },
    weather: [
      { means: 'drone', maxWindMetresPerSecond: 10 },
      { means: 'seen', minVisibilityMetres: 1000 },
    ],
  },
};
