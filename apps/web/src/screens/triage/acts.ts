import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { useToast } from '../../parts/toast.js';

export type Incident = Schemas['Incident'];
export type Outcome = Schemas['DecisionForm']['outcome'];
export type Cause = Schemas['DecisionForm']['cause'];
type BulkForm = Schemas['TriageBulkForm'];
export type Action = BulkForm['action'];
type Extra = Partial<Pick<BulkForm, 'to' | 'until' | 'outcome' | 'cause' | 'reason'>>;
type Seen = Pick<Incident, 'id' | 'version'>;

export const outcomes = [
  'verified',
  'not_verified',
  'not_verifiable',
  'exercise',
  'duplicate',
  'out_of_scope',
  'resolved_locally',
] as const satisfies readonly Outcome[];
export const causes = ['access', 'time', 'evidence', 'mandate'] as const satisfies readonly NonNullable<Cause>[];

/** As many as the API takes at once. */
const mostAtOnce = 500;

/**
 * Does one thing to one or many, says what was done with a way back, and of several what was refused.
 * @throws ApiProblem where nothing was done
 */
export type Act = (action: Action, seen: readonly Seen[], extra?: Extra) => Promise<Incident[]>;

/** `onDone` hears of what was done and of what was taken back again. */
export function useActs(onDone: (action: Action, incidents: readonly Incident[]) => void): Act {
  const { t } = useTranslation('triage');
  const toast = useToast();

  async function send(action: Action, seen: readonly Seen[], extra: Extra) {
    const done: Incident[] = [];
    const refused: string[] = [];
    let undoWith: Action | null = null;
    let first: { code: string; detail: string } | null = null;
    for (let from = 0; from < seen.length; from += mostAtOnce) {
      const items = seen.slice(from, from + mostAtOnce).map(({ id, version }) => ({ id, version }));
      const answer = dataOf(await api.POST('/v1/triage/bulk', { body: { action, items, ...extra } }));
      undoWith = answer.undoWith;
      for (const { id, incident, problem } of answer.results) {
        if (incident) done.push(incident);
        if (!problem) continue;
        first ??= problem;
        refused.push(id);
      }
    }
    return { done, refused, first, undoWith };
  }

  return async (action, seen, extra = {}) => {
    const { done, refused, first, undoWith } = await send(action, seen, extra);
    if (done.length === 0 && first) throw new ApiProblem(first.code, 409, first.detail);
    onDone(action, done);
    toast({
      text: t(`done.${action}`, { count: done.length }),
      ...(undoWith && {
        undo: async () => {
          const back = await send(undoWith, done, { reason: t('undoReason') });
          onDone(undoWith, back.done);
          if (back.first) throw new ApiProblem(back.first.code, 409, back.first.detail);
        },
      }),
    });
    if (refused.length > 0)
      toast({ kind: 'fault', text: `${t('refused', { count: refused.length })} ${first?.detail ?? ''}` });
    return done;
  };
}
