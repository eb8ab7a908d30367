import { createContext, lazy, Suspense, use, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../api/client.js';
import { isProblem } from '../api/problem.js';
import { Loading } from '../parts/loading.js';
import { Problem } from '../parts/problem.js';

export type Role = Schemas['NewAccountForm']['role'];

/** Who is signed in. */
export type Account = Pick<Schemas['Me'], 'id' | 'loginName' | 'displayName' | 'scope' | 'secondFactor' | 'duty'> & {
  role: Role;
};

export interface Session {
  account: Account;
  /** The server could not be reached: this is who was signed in here last. */
  offline: boolean;
  /** Ends this session, or all of this account's, and forgets everything shown so far. */
  signOut(where: 'here' | 'everywhere'): Promise<void>;
}

/** Whoever is signed in needs none of its fields. */
const SignIn = lazy(() => import('./sign-in.js'));

const SessionContext = createContext<Session | null>(null);

/** Who is signed in; only inside the shell. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession outside of a session');
  return session;
}

/** Kept so that the field form opens without a network: no name, no position, nothing of the records. */
const lastSeenKey = 'linewatch.account';

/** Who was signed in here last. */
export function remembered(): Account | null {
  const kept = localStorage.getItem(lastSeenKey);
  return kept === null ? null : (JSON.parse(kept) as Account);
}

async function askWhoIAm({ signal }: { signal: AbortSignal }): Promise<{ account: Account | null; offline: boolean }> {
  try {
    const me = dataOf(await api.GET('/v1/me', { signal }));
    const account = me as Account;
    localStorage.setItem(lastSeenKey, JSON.stringify({ ...account, displayName: null }));
    return { account, offline: false };
  } catch (error) {
    if (isProblem(error, 'not_signed_in')) {
      localStorage.removeItem(lastSeenKey);
      return { account: null, offline: false };
    }
    const account = isProblem(error, 'unreachable') ? remembered() : null;
    if (account) return { account, offline: true };
    throw error;
  }
}

/** Who this is, by the server; asked again only on purpose. */
export const meQuery = { queryKey: ['me'], queryFn: askWhoIAm, staleTime: Infinity, retry: false } as const;

/** Shows the sign-in form until somebody is signed in. */
export function SessionGate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    ...meQuery,
    // Back on the network: the server says again who this is.
    refetchInterval: (query) => (query.state.data?.offline ? 15_000 : false),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { account, offline } = data;
  if (!account) {
    return (
      <Suspense fallback={<Loading />}>
        <SignIn onSignedIn={() => client.invalidateQueries({ queryKey: ['me'] })} />
      </Suspense>
    );
  }
  const signOut: Session['signOut'] = async (where) => {
    if (where === 'here') await api.DELETE('/v1/sessions/current');
    else await api.DELETE('/v1/sessions');
    forget();
  };
  return <SessionContext value={{ account, offline, signOut }}>{children}</SessionContext>;
}

/** A fresh page holds nothing of whoever was here before. */
function forget(): void {
  localStorage.removeItem(lastSeenKey);
  sessionStorage.clear();
  location.assign('/');
}
