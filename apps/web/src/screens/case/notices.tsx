import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Schemas } from '../../api/client.js';
import { Clock } from '../../parts/clock.js';
import { RadioGroup } from '../../parts/fields.js';
import { Loading } from '../../parts/loading.js';
import { useNames } from '../../parts/mission.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import { Act, textOf, type Done } from './act.js';
import { useCase } from './case-context.js';
import styles from './case.module.css';
import { useFigures } from './figures.js';
import { Section, Words } from './section.js';

type Notice = Schemas['Notice'];

/** What the parties were told of it, whether in time, and what they answered in their own words. */
export function Notices() {
  const { t } = useTranslation('case');
  const { id } = useCase().page.incident;
  const { data, error, refetch } = useQuery({
    queryKey: ['case', id, 'notices'],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/v1/incidents/{id}/notices', { params: { path: { id } }, signal })).items,
  });
  return (
    <Section id="notices">
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data?.length === 0 && <p>{t('notices.none')}</p>}
      <ul className={styles.cards}>
        {data?.map((notice) => (
          <li key={notice.id} className={styles.card}>
            <One notice={notice} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function One({ notice }: { notice: Notice }) {
  const { t } = useTranslation('case');
  const names = useNames();
  const { clock } = notice;
  const isRunning = clock.closedAt === null;
  return (
    <>
      <div className={styles.head}>
        <h3>{t('notices.to', { party: names.party(notice.party), number: notice.number })}</h3>
        <Time at={notice.issuedAt} />
      </div>
      <p>{t(`notices.about.${notice.about}`)}</p>
      <blockquote dir="auto">{names.word(notice.content.words)}</blockquote>
      <p className={styles.clocks}>
        {clock.acknowledgeBy !== null && (isRunning || clock.acknowledgedAt !== null) && (
          <Clock due={clock.acknowledgeBy} label={t('notices.acknowledge')} metAt={clock.acknowledgedAt} />
        )}
        {clock.replyBy !== null && (isRunning || clock.repliedAt !== null) && (
          <Clock due={clock.replyBy} label={t('notices.reply')} metAt={clock.repliedAt} />
        )}
        {clock.unansweredAt !== null && (
          <span>
            {t('notices.unanswered')} <Time at={clock.unansweredAt} />
          </span>
        )}
        {clock.withdrawnAt !== null && (
          <span>
            {t('notices.withdrawn')} <Time at={clock.withdrawnAt} />
          </span>
        )}
      </p>
      {notice.replies.map((reply) => (
        <Reply key={reply.id} reply={reply} party={notice.party} />
      ))}
    </>
  );
}

function Reply({ reply, party }: { reply: Schemas['Reply']; party: string }) {
  const { t } = useTranslation('case');
  const names = useNames();
  const { bytes } = useFigures();
  const { may } = useCase();
  return (
    <div className={styles.reply}>
      <div className={styles.head}>
        <h4>
          {t('notices.words', { party: names.party(party) })} {reply.late && `(${t('notices.late')})`}
        </h4>
        <Time at={reply.receivedAt} />
      </div>
      <Words {...(reply.language !== null && { lang: reply.language })}>{reply.text}</Words>
      {reply.attachments.map(({ id, name, mediaType, size }) => (
        <p key={id} className={styles.soft}>
          <bdi>{name ?? t('evidence.unnamed')}</bdi> · <bdi>{mediaType}</bdi> · {bytes(size)}
        </p>
      ))}
      {may('ledger.work') && <Reading replyId={reply.id} />}
    </div>
  );
}

const accounts = ['admission', 'denial', 'alternative_account'] as const;

/** What a reply amounts to; the pack says what that weighs, the same for every party. */
function Reading({ replyId }: { replyId: string }) {
  const { t } = useTranslation('case');
  const { id } = useCase().page.incident;
  const send = async (fields: FormData): Promise<Done> => {
    await api.POST('/v1/incidents/{id}/ledger/replies', {
      params: { path: { id } },
      body: {
        replyId,
        account: accounts.find((one) => one === fields.get('account')) ?? 'denial',
        reason: textOf(fields, 'reason'),
      },
    });
    return { text: t('notices.readDone') };
  };
  return (
    <div className="no-print">
      <Act label={t('notices.read')} explains={t('notices.readMeans')} withReason send={send}>
        <RadioGroup
          name="account"
          label={t('notices.account')}
          isRequired
          choices={accounts.map((one) => ({ id: one, label: t(`itemKinds.${one}`) }))}
        />
      </Act>
    </div>
  );
}
