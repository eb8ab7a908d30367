import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog.js';
import styles from './shortcuts.module.css';

interface ListProps {
  groups: readonly { title: string; shortcuts: readonly { keys: string; label: string }[] }[];
  onClose(): void;
}

/** The keys of what is on the page, in a dialog. */
export default function ShortcutList({ groups, onClose }: ListProps) {
  const { t } = useTranslation('shell');
  const general = { title: t('shortcuts.everywhere'), shortcuts: [{ keys: '?', label: t('shortcuts.list') }] };
  const sections = [...groups, general].map(({ title, shortcuts }) => (
    <section key={title}>
      <h3>{title}</h3>
      <dl className={styles.keys}>
        {shortcuts.map(({ keys, label }) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key} dir="ltr">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  ));
  return (
    <Dialog title={t('shortcuts.title')} isOpen onClose={onClose}>
      {sections}
    </Dialog>
  );
}
