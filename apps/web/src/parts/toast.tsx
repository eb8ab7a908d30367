import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';
import { Icon } from './icon.js';
import styles from './toast.module.css';

export interface Toast {
  text: string;
  /** Offers to take it back; pressed at most once. Its own failure shows as a toast. */
  undo?: () => Promise<unknown> | void;
  /** `fault` stays until it is closed. */
  kind?: 'done' | 'fault';
}

interface Shown extends Toast {
  id: number;
}

const ToastContext = createContext<((toast: Toast) => void) | null>(null);
/** Long enough to read, to reach for undo, and to be heard. */
const staysMs = 12_000;
const mostAtOnce = 4;

/** Says that something was done, with a way back where there is one. */
export function useToast(): (toast: Toast) => void {
  const show = use(ToastContext);
  if (!show) throw new Error('useToast outside of the shell');
  return show;
}

export function Toasts({ children }: { children: ReactNode }) {
  const { t } = useTranslation('shell');
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const lastId = useRef(0);
  const close = useCallback((id: number) => setShown((now) => now.filter((toast) => toast.id !== id)), []);
  const show = useCallback(
    (toast: Toast) => {
      const id = ++lastId.current;
      setShown((now) => [...now.slice(1 - mostAtOnce), { ...toast, id }]);
      if (toast.kind !== 'fault') setTimeout(() => close(id), staysMs);
    },
    [close],
  );
  const undo = useCallback(
    async (toast: Shown) => {
      close(toast.id);
      try {
        await toast.undo?.();
      } catch (error) {
        show({ kind: 'fault', text: `${t('toast.notUndone')} ${error instanceof Error ? error.message : ''}` });
      }
    },
    [close, show, t],
  );
  return (
    <ToastContext value={show}>
      {children}
      <section aria-label={t('toast.title')} className={`${styles.region} no-print`}>
        <ul aria-live="polite" aria-relevant="additions" className={styles.list}>
          {useMemo(
            () =>
              shown.map((toast) => (
                <li key={toast.id} className={toast.kind === 'fault' ? styles.fault : styles.done}>
                  <span>{toast.text}</span>
                  {toast.undo && (
                    <Button look="quiet" onPress={() => void undo(toast)}>
                      {t('toast.undo')}
                    </Button>
                  )}
                  <Button look="quiet" square aria-label={t('close')} onPress={() => close(toast.id)}>
                    <Icon name="close" size={16} />
                  </Button>
                </li>
              )),
            [shown, undo, close, t],
          )}
        </ul>
      </section>
    </ToastContext>
  );
}
