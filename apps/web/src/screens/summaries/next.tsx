import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { Dialog } from '../../parts/dialog.js';
import { Form, TextArea } from '../../parts/fields.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import { Sentence } from '../../parts/sentence.js';
import { useToast } from '../../parts/toast.js';
import { editionsKey, type Folder, type NextAction } from './data.js';
import { freeze, type FreezeStep } from './freeze.js';
import styles from './summaries.module.css';

/** Those that are taken here; words and errata have pages of their own. */
type Step = Exclude<NextAction, 'edit' | 'propose'>;
const isStep = (action: NextAction): action is Step => action !== 'edit' && action !== 'propose';

/** What may come next, and for what cannot be done now, why not: the server says both. */
export function Next({ folder }: { folder: Folder }) {
  const { t } = useTranslation('summaries');
  const [asked, setAsked] = useState<Step | null>(null);
  const steps = folder.next.flatMap(({ action, refusal }) => (isStep(action) ? [{ action, refusal }] : []));
  const refused = steps.filter(({ refusal }) => refusal !== null);
  const isReturned = folder.edition.state === 'returned';
  const returned = folder.steps.findLast(({ step }) => step === 'return');
  if (steps.length === 0 && !isReturned) return null;
  return (
    <section aria-label={t('next.title')} className={`${styles.next} no-print`}>
      {isReturned && (
        <p>
          {t('next.returned')} {returned?.reason != null && <q dir="auto">{returned.reason}</q>}
        </p>
      )}
      <div className={styles.buttons}>
        {steps
          .filter(({ refusal }) => refusal === null)
          .map(({ action }) => (
            <Button key={action} look={action === 'return' ? 'grave' : 'main'} onPress={() => setAsked(action)}>
              {t(`next.${action}`)}
            </Button>
          ))}
      </div>
      {refused.map(({ action, refusal }) => (
        <p key={action} className={styles.soft}>
          {t('next.notNow', { action: t(`next.${action}`) })}{' '}
          {refusal && <Sentence said={refusal.said && [refusal.said]} text={refusal.detail} />}
        </p>
      ))}
      <Dialog title={asked ? t(`next.${asked}`) : ''} isOpen={asked !== null} onClose={() => setAsked(null)}>
        {asked && <Asked key={asked} step={asked} folder={folder} onDone={() => setAsked(null)} />}
      </Dialog>
    </section>
  );
}

function Asked({ step, folder, onDone }: { step: Step; folder: Folder; onDone(): void }) {
  const { t } = useTranslation('summaries');
  const toast = useToast();
  const queries = useQueryClient();
  const [progress, setProgress] = useState<FreezeStep | null>(null);
  const { id } = folder.edition;
  const content = folder.files.find((file) => file.role === 'content' && file.variant === 'internal');
  const take = useMutation({
    async mutationFn(reason: string) {
      const params = { path: { id } };
      if (step === 'freeze') await freeze(id, setProgress);
      if (step === 'approve')
        await api.POST('/v1/editions/{id}/approve', { params, body: { contentSha256: content?.sha256 ?? '' } });
      if (step === 'return') await api.POST('/v1/editions/{id}/return', { params, body: { reason } });
      if (step === 'publish') await api.POST('/v1/editions/{id}/publish', { params });
    },
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: editionsKey });
      toast({ text: t(`done.${step}`) });
      onDone();
    },
    onSettled: () => setProgress(null),
  });
  const problem = take.error instanceof ApiProblem ? take.error : null;
  return (
    <Form error={problem} onSend={(fields) => take.mutate(String(fields.get('reason') ?? ''))}>
      <p>{t(`means.${step}`)}</p>
      {step === 'approve' && content && (
        <p className={styles.soft}>
          {t('contentHash')} <code className={styles.hash}>{content.sha256}</code>
        </p>
      )}
      {step === 'return' && <TextArea name="reason" label={t('reason')} isRequired autoFocus />}
      {take.isPending && step === 'freeze' && (
        <Loading label={t(`freezing.${progress?.phase ?? 'counting'}`)} {...(progress && { share: progress.share })} />
      )}
      {take.error && <Problem error={take.error} />}
      <div className={styles.buttons}>
        <Button type="submit" look={step === 'return' ? 'grave' : 'main'} isPending={take.isPending}>
          {t(`next.${step}`)}
        </Button>
        <Button onPress={onDone}>{t('cancel')}</Button>
      </div>
    </Form>
  );
}
