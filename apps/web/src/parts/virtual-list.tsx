import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import styles from './virtual-list.module.css';

export interface VirtualListProps<Item> {
  label: string;
  items: readonly Item[];
  keyOf(item: Item): string;
  /** Draws one row; rows may differ in height. */
  row(item: Item, isCurrent: boolean): ReactNode;
  /** The row that keys move, by key; null: none yet. The place is kept by key, so that live changes do not move it. */
  current: string | null;
  onCurrent(key: string): void;
  /** Enter or a press on the current row. */
  onOpen?(item: Item): void;
  /** A first guess of a row's height, pixels. */
  estimate?: number;
  /** Called when the end comes into sight: the next page is fetched. */
  onEnd?(): void;
}

/** Of ten thousand rows only those in sight exist; arrows, Home and End move among them. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, items, keyOf, row, current, onCurrent, onOpen, estimate = 72, onEnd } = props;
  const frame = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => estimate,
    getItemKey: (at) => keyOf(items[at]!),
    overscan: 8,
  });
  const at = current === null ? -1 : items.findIndex((item) => keyOf(item) === current);
  const rows = list.getVirtualItems();
  const lastInSight = rows.at(-1)?.index ?? -1;
  // Also what is made current from outside, by a key of the screen, comes into sight; changes of the items move nothing.
  const present = useRef(at);
  useEffect(() => {
    present.current = at;
  });
  const isPresent = at >= 0;
  useEffect(() => {
    if (current !== null && isPresent) list.scrollToIndex(present.current, { align: 'auto' });
  }, [current, isPresent, list]);
  useEffect(() => {
    if (onEnd && items.length > 0 && lastInSight >= items.length - 1) onEnd();
  }, [lastInSight, items.length, onEnd]);

  function move(to: number): void {
    const next = items[Math.max(0, Math.min(items.length - 1, to))];
    if (next === undefined) return;
    onCurrent(keyOf(next));
  }

  function press(event: KeyboardEvent): void {
    if (event.target !== frame.current) return;
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    steps['PageDown'] = at + 10;
    steps['PageUp'] = at - 10;
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === 'Enter' && items[at] !== undefined) {
      event.preventDefault();
      onOpen?.(items[at]);
    }
  }

  return (
    <div
      ref={frame}
      role="listbox"
      aria-label={label}
      aria-activedescendant={rows.some(({ index }) => index === at) ? `row-${current}` : undefined}
      tabIndex={0}
      className={styles.frame}
      onKeyDown={press}
    >
      <div role="presentation" className={styles.whole} style={{ blockSize: list.getTotalSize() }}>
        {rows.map(({ index, key, start }) => {
          const item = items[index]!;
          return (
            <div
              key={key}
              id={`row-${keyOf(item)}`}
              ref={list.measureElement}
              data-index={index}
              role="option"
              aria-selected={index === at}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              className={styles.row}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => {
                onCurrent(keyOf(item));
                onOpen?.(item);
              }}
            >
              {row(item, index === at)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
