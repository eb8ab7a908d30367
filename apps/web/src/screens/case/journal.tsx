import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { DataTable } from '../../parts/data-table.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { useCase } from './case-context.js';
import styles from './case.module.css';
import { Section } from './section.js';
import { canCheck, check, type EntryResult, type Proof, type Verdict } from './verify/check.js';

/** Every entry of the journal about this case, and a check of them that this browser does alone. */
export function Journal() {
  const { t } = useTranslation('case');
  const { page, who } = useCase();
  const { timeline, incident } = page;
  const verify = useMutation({
    mutationFn: async () => {
      const params = { path: { id: incident.id } };
      const proof: Proof = dataOf(await api.GET('/v1/incidents/{id}/proof', { params }));
      const { keys } = dataOf(await api.GET('/.well-known/linewatch-receipts.json'));
      return { verdict: await check(timeline, proof, keys), proof };
    },
  });
  const results = verify.data?.verdict.entries;
  const byId = new Map(verify.data?.proof.entries.map((entry) => [entry.id, entry]));
  return (
    <Section
      id="journal"
      actions={
        canCheck() && (
          <Button onPress={() => verify.mutate()} isPending={verify.isPending}>
            {t('verify.button')}
          </Button>
        )
      }
    >
      <p className={styles.soft}>{t(canCheck() ? 'verify.means' : 'verify.impossible')}</p>
      {verify.error && <Problem error={verify.error} onRetry={() => verify.mutate()} />}
      <div role="status">{verify.data && <Words verdict={verify.data.verdict} proof={verify.data.proof} />}</div>
      <DataTable
        caption={t('journal.caption', { count: timeline.length })}
        rows={timeline}
        keyOf={({ entryId }) => entryId}
        columns={[
          {
            key: 'position',
            title: t('journal.position'),
            isFigure: true,
            cell: ({ position, entryId }) => byId.get(entryId)?.position ?? position ?? t('journal.noPosition'),
          },
          { key: 'at', title: t('checks.at'), cell: ({ at }) => <Time at={at} focusable={false} /> },
          { key: 'key', title: t('journal.event'), cell: ({ key }) => t(`events.${key}`, { defaultValue: key }) },
          { key: 'by', title: t('journal.by'), cell: ({ by }) => who(by.id) },
          {
            key: 'leaf',
            title: t('journal.leaf'),
            cell: ({ entryId }) => (
              <code className={styles.hash}>{byId.get(entryId)?.leafHash.slice(0, 16) ?? entryId.slice(-8)}</code>
            ),
          },
          {
            key: 'result',
            title: t('verify.result'),
            cell: ({ entryId }) => t(`verify.entries.${results?.get(entryId) ?? 'unchecked'}`),
          },
        ]}
      />
    </Section>
  );
}

const faults: readonly EntryResult[] = ['altered', 'not_included', 'other', 'missing'];

/** What was proved, and what was not, in words. */
function Words({ verdict, proof }: { verdict: Verdict; proof: Proof }) {
  const { t } = useTranslation('case');
  const all = [...verdict.entries.values()];
  const count = (...which: EntryResult[]): number => all.filter((result) => which.includes(result)).length;
  const { head } = proof;
  const proved = count('proved');
  const waiting = count('waiting');
  const wrong = count(...faults);
  const outcome = !verdict.holds ? 'fails' : proved === 0 ? 'nothing' : 'holds';
  return (
    <div className={verdict.holds ? styles.proved : styles.refuted}>
      <p>
        <strong>{t(`verify.outcome.${outcome}`)}</strong>
      </p>
      <ul>
        {proved > 0 && head && <li>{t('verify.proved', { count: proved, size: head.size })}</li>}
        {wrong > 0 && <li>{t('verify.wrong', { count: wrong })}</li>}
        {waiting > 0 && <li>{t('verify.waiting', { count: waiting })}</li>}
        <li>
          {t(`verify.head.${verdict.head}`)} {head && <Time at={head.at} />}
        </li>
        {head && (
          <li>
            {t('verify.root')} <code className={styles.hash}>{head.root}</code>
          </li>
        )}
      </ul>
      <p className={styles.soft}>{t('verify.limits')}</p>
    </div>
  );
}
