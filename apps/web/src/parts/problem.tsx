import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.js';
import { Button } from './button.js';
import { Icon } from './icon.js';
import { faultWords } from '../said/words.js';
import { Sentence, useSentences } from './sentence.js';
import styles from './problem.module.css';

const known = new Set([
  'invalid_input',
  'not_signed_in',
  'not_allowed',
  'password_change_required',
  'second_factor_required',
  'password_expired',
  'not_found',
  'conflict',
  'too_large',
  'unsupported_media',
  'ambiguous_place',
  'unknown_place',
  'wording',
  'not_possible',
  'too_many_requests',
  'internal',
  'unavailable',
  'storage_full',
  'unreachable',
  'not_understood',
]);

/** What went wrong, what to do about it, and a way to try again where that may help. */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('shell');
  const sentences = useSentences();
  const problem = error instanceof ApiProblem ? error : null;
  const code = problem && known.has(problem.code) ? problem.code : 'internal';
  return (
    <div role="alert" className={styles.problem}>
      <p className={styles.title}>
        <Icon name="warning" />
        {t(`problem.${code}.title`)}
      </p>
      <p>{t(`problem.${code}.remedy`)}</p>
      {problem && problem.status > 0 && (problem.said || problem.faults.length === 0) && (
        <p className={styles.detail}>
          <Sentence said={problem.said && [problem.said]} text={problem.detail} />
        </p>
      )}
      {problem && problem.faults.length > 0 && (
        <ul>
          {problem.faults.map((fault) => (
            <li key={`${fault.pointer} ${fault.detail}`}>
              <code dir="ltr">{fault.pointer}</code> {faultWords(fault, sentences)}
            </li>
          ))}
        </ul>
      )}
      {problem?.requestId && (
        <p className={styles.detail}>
          {t('problem.request')} <code>{problem.requestId}</code>
        </p>
      )}
      {onRetry && (
        <Button onPress={onRetry} look="plain">
          {t('problem.retry')}
        </Button>
      )}
    </div>
  );
}
