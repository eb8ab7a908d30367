import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';
import { Icon } from './icon.js';
import styles from './dialog.module.css';

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose(): void;
  /** `side` slides in beside what it is about and leaves that in sight. */
  shape?: 'middle' | 'side';
  children: ReactNode;
}

/** Holds the focus until it is closed, and gives it back; Escape and the press beside it close it. */
export function Dialog({ title, isOpen, onClose, shape = 'middle', children }: DialogProps) {
  const { t } = useTranslation('shell');
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className={`${styles.veil} ${styles[shape]}`}
    >
      <Modal className={styles.frame!}>
        <AriaDialog className={styles.dialog!}>
          <div className={styles.head}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <Button look="quiet" square aria-label={t('close')} onPress={onClose}>
              <Icon name="close" />
            </Button>
          </div>
          <div className={styles.content}>{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
