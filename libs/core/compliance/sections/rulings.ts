import type { Value } from '../edition-types.js';
import { nothing, ref, word } from '../figures.js';
import { column, table, type SectionMaker } from './making.js';

/** Rulings that held at the cut-off, of incidents that the variant tells of, and assessments of what counts over time. */
export const rulingsAnnex: SectionMaker = ({ source, told, view }) => {
  const known = new Set(told.map((one) => one.id));
  const reasons = view.rule === null || view.rule.reasons;
  const judged = (r: { result: string; gravity: string | null; standardOfProof: string | null }): Value[] => [
    word(`result.${r.result}`),
    r.gravity === null ? nothing : word(`gravity.${r.gravity}`),
    r.standardOfProof === null ? nothing : word(`standard.${r.standardOfProof}`),
  ];
  const reason = (text: string): Value[] => (reasons ? [{ type: 'verbatim', text, language: null }] : []);
  const judgement = [column('result', 'text'), column('gravity', 'text'), column('standard', 'text')];
  const why = reasons ? [column('reason', 'text')] : [];
  const onDay = (from: string, to: string | null): Value => ({ type: 'time', from, to, precision: 'day' });
  return [
    table(
      'annex_rulings',
      [
        column('provision', 'ref'),
        column('party', 'ref'),
        ...judgement,
        column('observation', 'ref'),
        column('sector', 'ref'),
        column('time', 'time'),
        ...why,
      ],
      source.rulings
        .filter((r) => known.has(r.incidentId))
        .map((r): Value[] => [
          ref('provision', r.provisionId),
          ref('party', r.party ?? 'none'),
          ...judged(r),
          ref('kind', r.kind),
          ref('sector', r.sector),
          onDay(`${r.day}T12:00:00.000Z`, null),
          ...reason(r.reason),
        ]),
    ),
    table(
      'annex_assessments',
      [column('provision', 'ref'), column('party', 'ref'), ...judgement, column('time', 'time'), ...why],
      source.registers.assessments.map((a): Value[] => [
        ref('provision', a.provisionId),
        ref('party', a.party ?? 'none'),
        ...judged(a),
        onDay(a.from, a.to),
        ...reason(a.reason),
      ]),
    ),
  ];
};
