import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { useSentences } from '../../parts/sentence.js';
import { useToast } from '../../parts/toast.js';

export type Incident = Schemas['Incident'];
type BulkForm = Schemas['TriageBulkForm'];
export type Action = BulkForm['action'];
type Extra = Partial<Pick<BulkForm, 'to' | 'until' | 'outcome' | 'cause' | 'reason'>>;
type Refusal = NonNullable<Schemas['Bulk']['results'][number]['problem']>;
type Seen = Pick<Incident, 'id' | 'version'>;

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
  const sentences = useSentences();

  async function send(action: Action, seen: readonly Seen[], extra: Extra) {
    const done: Incident[] = [];
    const left: string[] = [];
    let undoWith: Action | null = null;
    let first: Refusal | null = null;
    for (let from = 0; from < seen.length; from += mostAtOnce) {
      const items = seen.slice(from, from + mostAtOnce).map(({ id, version }) => ({ id, version }));
      const answer = dataOf(await api.POST('/v1/triage/bulk', { body: { action, items, ...extra } }));
      undoWith = answer.undoWith;
      for (const { id, incident, problem } of answer.results) {
        if (incident) done.push(incident);
        if (!problem) continue;
        first ??= problem;
        left.push(id);
      }
    }
    return { done, left, first, undoWith };
  }

  return async (action, seen, extra = {}) => {
    const { done, left, first, undoWith } = await send(action, seen, extra);
    if (done.length === 0 && first) throw refused(first);
    onDone(action, done);
    toast({
      text: t(`done.${action}`, { count: done.length }),
      ...(undoWith && {
        undo: async () => {
          const back = await send(undoWith, done, { reason: t('undoReason') });
          onDone(undoWith, back.done);
          if (back.first) throw refused(back.first);
        },
      }),
    });
    if (left.length > 0)
      toast({
        kind: 'fault',
        text: `${t('refused', { count: left.length })} ${sentences(first?.said ? [first.said] : null) ?? first?.detail ?? ''}`,
      });
    return done;
  };
}

function refused({ code, detail, said }: Refusal): ApiProblem {
  return new ApiProblem(code, 409, detail, [], null, {}, said);
}
