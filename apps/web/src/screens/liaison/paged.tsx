import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { Empty } from '../../parts/empty.js';
import { Loading } from '../../parts/loading.js';
import { Problem } from '../../parts/problem.js';
import styles from './liaison.module.css';

interface Props<Item> {
  /** As `useInfiniteQuery` gives it. */
  pages: {
    data?: { pages: { items: Item[] }[] } | undefined;
    error: unknown;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    refetch(): unknown;
    fetchNextPage(): unknown;
  };
  empty: { title: string; next: string };
  row(item: Item): ReactNode;
}

/** A list page by page: what is there, what went wrong, and more on demand. */
export function Paged<Item>({ pages, empty, row }: Props<Item>) {
  const { t } = useTranslation('liaison');
  const items = pages.data?.pages.flatMap((page) => page.items);
  if (!items) return pages.error ? <Problem error={pages.error} onRetry={() => void pages.refetch()} /> : <Loading />;
  return (
    <>
      {pages.error !== null && <Problem error={pages.error} onRetry={() => void pages.refetch()} />}
      {items.length === 0 ? <Empty {...empty} /> : <ul className={styles.list}>{items.map(row)}</ul>}
      {pages.hasNextPage && (
        <div>
          <Button onPress={() => void pages.fetchNextPage()} isPending={pages.isFetchingNextPage}>
            {t('older')}
          </Button>
        </div>
      )}
    </>
  );
}
