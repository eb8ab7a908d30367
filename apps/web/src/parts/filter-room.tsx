import styles from './filter-bar.module.css';

/** The room that a filter bar with so many fields, and so many boxes or buttons, takes once it is there. */
export function FilterRoom({ fields, presses }: { fields: number; presses: number }) {
  const some = (count: number, look: string) =>
    Array.from({ length: count }, (_, i) => <span key={i} className={look} />);
  return (
    <div className={`${styles.bar} ${styles.room} no-print`} aria-hidden="true">
      <div className={styles.fields}>
        {some(fields, styles.field!)}
        {some(presses, styles.press!)}
      </div>
    </div>
  );
}
