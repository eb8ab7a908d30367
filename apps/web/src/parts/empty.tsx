import type { ReactNode } from 'react';
import styles from './empty.module.css';

/** Nothing to show: says why, what to do next, and offers it where that is a press away. */
export function Empty({ title, next, action }: { title: string; next: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      <p>{next}</p>
      {action}
    </div>
  );
}
