import { lazy, Suspense, type ReactNode } from 'react';
import { Loading } from '../parts/loading.js';
import { useSession } from '../session/session.js';

/** Few ever see it, and those once. */
const DutyPage = lazy(() => import('../screens/duty/index.js'));

/** Where the server says that something is to be done first, that is the whole console until it is done. */
export function DutyGate({ children }: { children: ReactNode }) {
  const { account } = useSession();
  if (!account.duty) return children;
  return (
    <Suspense fallback={<Loading />}>
      <DutyPage duty={account.duty} />
    </Suspense>
  );
}
