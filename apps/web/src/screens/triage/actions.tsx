import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import styles from './triage.module.css';

/** Everything that can be done to a row, or to those that are ticked; the key of each stands on it. */
export interface Todo {
  id: 'accept' | 'decide' | 'claim' | 'release' | 'hand_over' | 'snooze' | 'wake' | 'duplicates';
  keys: string;
  run: () => void;
}

export function Actions({ todos, main }: { todos: readonly Todo[]; main?: Todo['id'] }) {
  const { t } = useTranslation('triage');
  return (
    <div className={`${styles.buttons} no-print`}>
      {todos.map((todo) => (
        <Button
          key={todo.id}
          look={todo.id === main ? 'main' : 'plain'}
          onPress={todo.run}
          aria-keyshortcuts={todo.keys}
        >
          {t(`act.${todo.id}`)} <kbd aria-hidden="true">{todo.keys}</kbd>
        </Button>
      ))}
    </div>
  );
}
