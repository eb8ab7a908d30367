import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { Empty } from '../../parts/empty.js';
import { Form, TextArea } from '../../parts/fields.js';
import { Problem } from '../../parts/problem.js';
import { Sentence } from '../../parts/sentence.js';
import { Time } from '../../parts/time.js';
import { useToast } from '../../parts/toast.js';
import { editionsKey, useLanguageName, type Folder } from './data.js';
import { Propose } from './propose.js';
import styles from './summaries.module.css';

type Proposal = Folder['proposals'][number];

/** What was corrected, what is proposed, and the form to propose it: one proposes, another confirms. */
export function Errata({ folder }: { folder: Folder }) {
  const { t } = useTranslation('summaries');
  const [isOpen, setOpen] = useState(false);
  const { edition, errata, proposals } = folder;
  const mayPropose = folder.next.some(({ action, refusal }) => action === 'propose' && refusal === null);
  const open = proposals.filter(({ state }) => state === 'proposed');
  const declined = proposals.filter(({ state }) => state === 'declined');
  return (
    <>
      {errata.length + proposals.length === 0 && !isOpen && (
        <Empty title={t('errata.none')} next={mayPropose ? t('errata.noneNext') : t('errata.noneRead')} />
      )}
      <ul className={styles.cards}>
        {open.map((proposal) => (
          <li key={proposal.id} className={styles.card}>
            <h2>{t('errata.proposed')}</h2>
            <Correction correction={proposal} />
            <Decision editionId={edition.id} proposal={proposal} />
          </li>
        ))}
        {errata.toReversed().map((one) => (
          <li key={one.number} className={styles.card}>
            <h2>{t('errata.number', { number: one.number })}</h2>
            <Correction correction={one} />
          </li>
        ))}
        {declined.map((proposal) => (
          <li key={proposal.id} className={styles.card}>
            <h2>{t('errata.declined')}</h2>
            <Correction correction={proposal} />
            <p>
              {t('reason')}: <q dir="auto">{proposal.reason}</q>
            </p>
          </li>
        ))}
      </ul>
      {mayPropose && !isOpen && (
        <div className="no-print">
          <Button onPress={() => setOpen(true)}>{t('errata.propose')}</Button>
        </div>
      )}
      {isOpen && <Propose editionId={edition.id} onClose={() => setOpen(false)} />}
    </>
  );
}

/** The words in every language, and each figure as it was published and as it is right. */
function Correction({ correction }: { correction: Pick<Proposal, 'text' | 'figures' | 'at'> }) {
  const { t, i18n } = useTranslation('summaries');
  const languageName = useLanguageName();
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 3 });
  const { text, figures, at } = correction;
  return (
    <>
      <p className={styles.soft}>
        <Time at={at} />
      </p>
      <dl className={styles.said}>
        {Object.entries(text).map(([tag, words]) => (
          <div key={tag}>
            <dt>{languageName(tag)}</dt>
            <dd lang={tag} dir="auto">
              {words}
            </dd>
          </div>
        ))}
      </dl>
      {figures.length > 0 && (
        <ul className={styles.figures}>
          {figures.map(({ id, published, corrected }) => (
            <li key={id}>
              <code className={styles.hash}>{id}</code>{' '}
              {t('errata.change', { published: number.format(published), corrected: number.format(corrected) })}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Decision({ editionId, proposal }: { editionId: string; proposal: Proposal }) {
  const { t } = useTranslation('summaries');
  const toast = useToast();
  const queries = useQueryClient();
  const [isDeclining, setDeclining] = useState(false);
  const params = { path: { id: editionId, proposal: proposal.id } };
  const decide = useMutation({
    async mutationFn(reason: string | null) {
      if (reason === null) await api.POST('/v1/editions/{id}/errata/{proposal}/confirm', { params });
      else await api.POST('/v1/editions/{id}/errata/{proposal}/decline', { params, body: { reason } });
    },
    async onSuccess(_done, reason) {
      await queries.invalidateQueries({ queryKey: editionsKey });
      toast({ text: t(reason === null ? 'errata.isConfirmed' : 'errata.isDeclined') });
    },
  });
  if (proposal.refusal !== null)
    return (
      <p className={styles.soft}>
        <Sentence said={proposal.refusal.said && [proposal.refusal.said]} text={proposal.refusal.detail} />
      </p>
    );
  const problem = decide.error instanceof ApiProblem ? decide.error : null;
  return (
    <div className="no-print">
      {isDeclining && (
        <Form error={problem} onSend={(fields) => decide.mutate(String(fields.get('reason') ?? ''))}>
          <TextArea name="reason" label={t('reason')} isRequired autoFocus />
          <div className={styles.buttons}>
            <Button type="submit" look="grave" isPending={decide.isPending}>
              {t('errata.decline')}
            </Button>
            <Button onPress={() => setDeclining(false)}>{t('cancel')}</Button>
          </div>
        </Form>
      )}
      {!isDeclining && (
        <div className={styles.buttons}>
          <Button look="main" onPress={() => decide.mutate(null)} isPending={decide.isPending}>
            {t('errata.confirm')}
          </Button>
          <Button look="grave" onPress={() => setDeclining(true)}>
            {t('errata.decline')}
          </Button>
        </div>
      )}
      {decide.error && <Problem error={decide.error} />}
    </div>
  );
}
