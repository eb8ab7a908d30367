import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Button } from './button.js';
import { Icon } from './icon.js';
import styles from './fields.module.css';

export interface MenuAction {
  id: string;
  label: string;
  run: () => void;
  isDisabled?: boolean;
}

/** Actions behind one button; `label` names it, and shows where `text` is given. */
export function Menu({ label, text, actions }: { label: string; text?: string; actions: readonly MenuAction[] }) {
  return (
    <MenuTrigger>
      <Button look="quiet" square={text === undefined} aria-label={label}>
        {text}
        <Icon name={text === undefined ? 'more' : 'down'} />
      </Button>
      <Popover className={styles.popover!}>
        <AriaMenu
          className={styles.options!}
          items={actions}
          onAction={(id) => actions.find((action) => action.id === id)?.run()}
          disabledKeys={actions.filter((action) => action.isDisabled).map((action) => action.id)}
        >
          {(action) => (
            <MenuItem id={action.id} className={styles.option!}>
              {action.label}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
