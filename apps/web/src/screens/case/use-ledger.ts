import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client.js';
import { useCase } from './case-context.js';

/** The ledger as it is now; the same query serves everything that needs it. */
export function useLedger(isWanted: boolean) {
  const { id } = useCase().page.incident;
  return useQuery({
    queryKey: ['case', id, 'ledger'],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/v1/incidents/{id}/ledger', { params: { path: { id } }, signal })),
    enabled: isWanted,
  });
}
