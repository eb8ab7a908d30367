import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Page } from '../../parts/page.js';
import { useShortcuts } from '../../parts/shortcuts.js';
import { useHasScreen } from '../../session/my-screens.js';
import { useCase } from './case-context.js';
import styles from './case.module.css';
import { Checks } from './checks.js';
import { Decide, Decision } from './decision.js';
import { Escalations } from './escalations.js';
import { Claim, Summary } from './summary.js';
import { Journal } from './journal.js';
import { Ledger } from './ledger.js';
import { Links } from './links.js';
import { Notices } from './notices.js';
import { Picture } from './picture.js';
import { mapAddress } from './projection.js';
import { Restructure } from './restructure.js';
import { Rulings } from './rulings.js';
import { Said } from './said.js';
import { Contents, goTo, sections, type SectionKey } from './section.js';
import { Tasks } from './tasks.js';
import { Timeline } from './timeline.js';

const bodies: Record<SectionKey, () => ReactNode> = {
  summary: Summary,
  said: Said,
  links: Links,
  checks: Checks,
  decision: Decision,
  timeline: Timeline,
  picture: Picture,
  ledger: Ledger,
  rulings: Rulings,
  notices: Notices,
  escalations: Escalations,
  tasks: Tasks,
  restructure: Restructure,
  journal: Journal,
};

/** The sections that the reader may see, with a table of contents and keys. */
export function CaseBody({ title, notice }: { title: string; notice: ReactNode }) {
  const { t } = useTranslation('case');
  const { page, may } = useCase();
  const navigate = useNavigate();
  const hasMap = useHasScreen('map');
  const [isDeciding, setDeciding] = useState(false);
  const hidden = new Set<SectionKey>([
    ...(may('notice.read') ? [] : (['notices'] as const)),
    ...(may('escalation.read') || may('escalation.raise') ? [] : (['escalations'] as const)),
  ]);
  const shown = sections.filter((key) => !hidden.has(key));
  const step = (by: 1 | -1): void => {
    const tops = shown.map((key) => document.getElementById(key)?.getBoundingClientRect().top ?? 0);
    const ahead = tops.findIndex((top) => top > 130);
    const here = ahead === -1 ? shown.length - 1 : Math.max(0, ahead - 1);
    goTo(shown[Math.min(shown.length - 1, Math.max(0, here + by))]!);
  };
  useShortcuts(t('keys.title'), [
    { keys: 'j', label: t('keys.next'), run: () => step(1) },
    { keys: 'k', label: t('keys.previous'), run: () => step(-1) },
    ...(hasMap ? [{ keys: 'm', label: t('keys.map'), run: () => void navigate(mapAddress(page.incident)) }] : []),
    { keys: 'p', label: t('keys.print'), run: () => print() },
    ...(may('triage.work') && page.incident.state === 'open'
      ? [{ keys: 'd', label: t('keys.decide'), run: () => setDeciding(true) }]
      : []),
    ...shown
      .filter((key) => key === 'said' || key === 'timeline' || key === 'ledger' || key === 'journal')
      .map((key) => ({
        keys: `g ${key[0]}`,
        label: t('keys.goTo', { section: t(`sections.${key}`) }),
        run: () => goTo(key),
      })),
  ]);
  return (
    <Page
      title={title}
      description={<bdi className="figures">{page.incident.id}</bdi>}
      help={
        <>
          <p>{t('help.what')}</p>
          <p>{t('help.verify')}</p>
        </>
      }
      actions={
        <>
          {may('triage.work') && <Claim />}
          {may('triage.work') && page.incident.state === 'open' && <Decide open={[isDeciding, setDeciding]} />}
        </>
      }
    >
      {notice}
      <div className={styles.layout}>
        <Contents shown={shown} />
        <div className={styles.sections}>
          {shown.map((key) => {
            const Body = bodies[key];
            return <Body key={key} />;
          })}
        </div>
      </div>
    </Page>
  );
}
