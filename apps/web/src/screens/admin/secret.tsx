import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { useToast } from '../../parts/toast.js';
import styles from './admin.module.css';

/** What this answer holds and no later one does. */
export function Secret({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation('admin');
  const toast = useToast();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      toast({ text: t('secret.copied') });
    } catch {
      toast({ kind: 'fault', text: t('secret.notCopied') });
    }
  };
  return (
    <div className={styles.secret}>
      <strong>{label}</strong>
      <code dir="ltr">{text}</code>
      <div>
        <Button aria-label={t('secret.copyOf', { label })} onPress={() => void copy()}>
          {t('secret.copy')}
        </Button>
      </div>
    </div>
  );
}
