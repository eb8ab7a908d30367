import type { ReactNode } from 'react';
import { Button } from './button.js';
import styles from './view-switch.module.css';

interface ViewSwitchProps<View extends string> {
  label: string;
  views: readonly View[];
  labelOf(view: View): string;
  shown: View;
  onShow(view: View): void;
  /** Beside them. */
  children?: ReactNode;
}

/** Ways to look at the same screen, one of them pressed. */
export function ViewSwitch<View extends string>(props: ViewSwitchProps<View>) {
  const { label, views, labelOf, shown, onShow, children } = props;
  return (
    <div role="group" aria-label={label} className={`${styles.row} no-print`}>
      {views.map((view) => (
        <Button
          key={view}
          look={shown === view ? 'main' : 'plain'}
          aria-pressed={shown === view}
          onPress={() => onShow(view)}
        >
          {labelOf(view)}
        </Button>
      ))}
      {children}
    </div>
  );
}
