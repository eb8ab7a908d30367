import { useEffect, useRef, useState } from 'react';
import { RouterProvider as AriaRouter } from 'react-aria-components';
import { NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Button } from '../parts/button.js';
import { Icon } from '../parts/icon.js';
import { LiveFeed } from '../parts/live.js';
import { Shortcuts } from '../parts/shortcuts.js';
import { Toasts } from '../parts/toast.js';
import { addressOf, screensOf } from '../screens.js';
import { useSession } from '../session/session.js';
import styles from './shell.module.css';

/** Navigation at the side (on a phone behind a button), a bar where something must be said, and the screen. */
export function Shell() {
  const { t } = useTranslation('shell');
  const { account, offline } = useSession();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [isOpen, setOpen] = useState(false);
  const content = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    setOpen(false);
    // Whoever does not see the page hears where they are now.
    content.current?.querySelector<HTMLElement>('[data-page-title]')?.focus();
  }, [pathname]);
  const links = screensOf(account.role).flatMap((screen) => (screen.icon ? [{ ...screen, icon: screen.icon }] : []));
  return (
    <AriaRouter navigate={(to) => void navigate(to)}>
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <div className={styles.shell}>
        <header className={`${styles.side} no-print`}>
          <div className={styles.bar}>
            <a href="/" className={styles.name}>
              <img src="/icon.svg" alt="" width="28" height="28" />
              Linewatch
            </a>
            <Button
              look="quiet"
              square
              aria-label={t('menu')}
              aria-expanded={isOpen}
              aria-controls="navigation"
              onPress={() => setOpen(!isOpen)}
            >
              <Icon name={isOpen ? 'close' : 'menu'} />
            </Button>
          </div>
          <nav id="navigation" aria-label={t('navigation')} className={isOpen ? styles.open : styles.closed}>
            <ul className={styles.links}>
              {links.map((screen) => (
                <li key={screen.key}>
                  <NavLink to={addressOf(screen)} className={styles.link!}>
                    <Icon name={screen.icon} />
                    {t(`nav.${screen.key}`)}
                  </NavLink>
                </li>
              ))}
            </ul>
            <p className={styles.who}>
              <strong>
                <bdi>{account.displayName ?? account.loginName}</bdi>
              </strong>
              <span>{t(`roles.${account.role}`)}</span>
            </p>
          </nav>
        </header>
        <main id="content" ref={content} className={styles.content} tabIndex={-1}>
          {offline && (
            <p role="status" className={styles.notice}>
              <Icon name="offline" /> {t('offline')}
            </p>
          )}
          <LiveFeed>
            <Shortcuts>
              <Toasts>
                <Outlet />
              </Toasts>
            </Shortcuts>
          </LiveFeed>
        </main>
      </div>
    </AriaRouter>
  );
}
