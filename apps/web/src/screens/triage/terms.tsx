import { useTranslation } from 'react-i18next';
import type { Item } from './queue.js';
import { useBecause } from './words.js';
import styles from './triage.module.css';

/** Why it stands where it does: the three terms of the order, each with what it comes from. */
export function Terms({ item }: { item: Item }) {
  const { t, i18n } = useTranslation('triage');
  const because = useBecause();
  const figure = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 2 });
  return (
    <section>
      <h3>{t('terms.title')}</h3>
      <dl className={styles.facts}>
        {item.terms.map((term) => (
          <div key={term.name} className={styles.fact}>
            <dt>{t(`terms.${term.name}`)}</dt>
            <dd>
              <span className="figures">{figure.format(term.value)}</span>
              {term.weight !== 1 && <> {t('terms.weight', { weight: figure.format(term.weight) })}</>}
              {' · '}
              {term.because.map(because).join(' · ')}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
