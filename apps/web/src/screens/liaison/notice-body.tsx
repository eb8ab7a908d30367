import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { useNames } from '../../parts/mission.js';
import { distanceText, Place } from '../../parts/place.js';
import { Problem } from '../../parts/problem.js';
import { Time } from '../../parts/time.js';
import type { Notice, Reply } from './data.js';
import styles from './liaison.module.css';
import { saveJson, OwnReceipt } from './receipt.js';
import { ReplyForm } from './reply-form.js';
import { checkSeal } from './seal.js';
import { sizeText } from './size-text.js';

interface Props {
  notice: Notice;
  isBusy: boolean;
  onAcknowledge(): void;
}

/** The sealed content, its seal, and what was answered. */
export function NoticeBody({ notice, isBusy, onAcknowledge }: Props) {
  const { t } = useTranslation('liaison');
  const names = useNames();
  const { content, clock } = notice;
  return (
    <div className={styles.body}>
      <p className={styles.words} dir="auto">
        {names.word(content.words)}
      </p>
      <Facts notice={notice} />
      <Seal notice={notice} />
      {clock.acknowledgeBy && clock.acknowledgedAt === null && (
        <div>
          <Button look="main" isDisabled={isBusy} onPress={onAcknowledge}>
            {t('notice.acknowledge')}
          </Button>
        </div>
      )}
      <section className={styles.body}>
        <h3>{t('replies.title')}</h3>
        {notice.replies.length === 0 && <p className={styles.soft}>{t('replies.none')}</p>}
        {notice.replies.length > 0 && (
          <ul className={styles.list}>
            {notice.replies.map((reply) => (
              <ReplyItem key={reply.id} reply={reply} />
            ))}
          </ul>
        )}
        {/* An answer is asked for, or was: also after its clock has run out. */}
        {content.replyBy !== null && <ReplyForm key={notice.replies.length} noticeId={notice.id} />}
      </section>
    </div>
  );
}

function Facts({ notice: { content } }: { notice: Notice }) {
  const { t, i18n } = useTranslation('liaison');
  const names = useNames();
  const { provision, kind, place, from, to, gravity, standardOfProof } = content.finding;
  return (
    <dl className={styles.facts}>
      {content.refersTo !== null && (
        <>
          <dt>{t('facts.refersTo')}</dt>
          <dd>{t('notice.number', { number: content.refersTo })}</dd>
        </>
      )}
      {provision && (
        <>
          <dt>{t('facts.provision')}</dt>
          <dd>
            <bdi>
              {provision.number} {names.word(provision.title)}
            </bdi>{' '}
            ({t('facts.version', { version: provision.version })})
            <blockquote className={styles.words} dir="auto">
              {names.word(provision.text)}
            </blockquote>
          </dd>
        </>
      )}
      {kind && (
        <>
          <dt>{t('facts.kind')}</dt>
          <dd>{names.word(kind)}</dd>
        </>
      )}
      {place && (
        <>
          <dt>{t('facts.place')}</dt>
          <dd>
            <Place lat={place.lat} lon={place.lon} />{' '}
            {t('facts.square', { distance: distanceText(i18n.language, place.withinMetres) })}
          </dd>
        </>
      )}
      <dt>{t('facts.when')}</dt>
      <dd>
        <Time at={from} /> – <Time at={to} />
      </dd>
      {gravity && (
        <>
          <dt>{t('facts.gravity')}</dt>
          <dd>{t(`gravity.${gravity}`)}</dd>
        </>
      )}
      {standardOfProof && (
        <>
          <dt>{t('facts.standard')}</dt>
          <dd>{t(`standards.${standardOfProof}`)}</dd>
        </>
      )}
    </dl>
  );
}

function Seal({ notice }: { notice: Notice }) {
  const { t } = useTranslation('liaison');
  const check = useMutation({ mutationFn: () => checkSeal(notice) });
  return (
    <details>
      <summary>{t('seal.title')}</summary>
      <div className={styles.body}>
        <dl className={styles.facts} dir="ltr">
          <dt lang="en">SHA-256</dt>
          <dd>
            <code>{notice.sha256}</code>
          </dd>
          <dt lang="en">Ed25519</dt>
          <dd>
            <code>{notice.signature}</code>
          </dd>
        </dl>
        <div className={styles.row}>
          <Button onPress={() => check.mutate()} isPending={check.isPending}>
            {t('seal.check')}
          </Button>
          <Button look="quiet" onPress={() => saveJson(notice, `linewatch-notice-${notice.number}.json`)}>
            {t('seal.save')}
          </Button>
          {check.data && <strong role="status">{t(`seal.${check.data}`)}</strong>}
        </div>
        {check.error && <Problem error={check.error} />}
      </div>
    </details>
  );
}

/** The party's own words, to the last space. */
function ReplyItem({ reply }: { reply: Reply }) {
  const { t, i18n } = useTranslation('liaison');
  const [isWhole, setWhole] = useState(reply.text.length <= 4000);
  return (
    <li className={styles.reply}>
      <p className={styles.soft}>
        {t('replies.received')} <Time at={reply.receivedAt} />
        {reply.late && <strong> · {t('replies.late')}</strong>}
      </p>
      <p className={styles.verbatim} dir="auto" lang={reply.language ?? undefined}>
        {isWhole ? reply.text : reply.text.slice(0, 4000)}
      </p>
      {!isWhole && <Button onPress={() => setWhole(true)}>{t('replies.whole')}</Button>}
      {reply.attachments.length > 0 && (
        <ul aria-label={t('attachments.title')}>
          {reply.attachments.map((file) => (
            <li key={file.id}>
              <bdi>{file.name ?? file.id}</bdi> ({sizeText(i18n.language, file.size)}){' '}
              <code dir="ltr" className={styles.soft}>
                {file.sha256.slice(0, 16)}…
              </code>
            </li>
          ))}
        </ul>
      )}
      <OwnReceipt id={reply.id} />
    </li>
  );
}
