import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../parts/page.js';
import { Problem } from '../parts/problem.js';

interface Fault {
  error: unknown;
}

/** A screen failed, or could not be fetched: a new build may have replaced its file. */
export class ScreenFault extends Component<{ children: ReactNode }, { fault: Fault | null }> {
  override state: { fault: Fault | null } = { fault: null };

  static getDerivedStateFromError(error: unknown): { fault: Fault } {
    return { fault: { error } };
  }

  override render(): ReactNode {
    const { fault } = this.state;
    return fault === null ? this.props.children : <FaultPage error={fault.error} />;
  }
}

function FaultPage({ error }: Fault) {
  const { t } = useTranslation('shell');
  return (
    <Page title={t('fault.title')}>
      <Problem error={error} onRetry={() => location.reload()} />
    </Page>
  );
}
