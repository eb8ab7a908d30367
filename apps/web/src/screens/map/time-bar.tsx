import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { Select } from '../../parts/fields.js';
import { useShortcuts } from '../../parts/shortcuts.js';
import { useTimeText } from '../../parts/time.js';
import styles from './map.module.css';
import { periods, stepMs, type Span, type Step, type View } from './view.js';

const playMs = 900;

/** Which time is shown: a period, the whole of it or step by step, by hand or playing. */
export function TimeBar({ view, span, onChange }: { view: View; span: Span; onChange(change: Partial<View>): void }) {
  const { t } = useTranslation('map');
  const timeText = useTimeText();
  const [isPlaying, setPlaying] = useState(false);
  const isStepped = view.step !== 'all';
  const go = (position: number): void => {
    if (view.step === 'all') return;
    onChange({ at: new Date(span.from + position * stepMs[view.step]).toISOString() });
  };
  const next = useRef<() => void>(() => undefined);
  useEffect(() => {
    next.current = () => {
      if (span.position + 1 < span.steps) go(span.position + 1);
      else setPlaying(false);
    };
  });
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setInterval(() => next.current(), playMs);
    return () => clearInterval(timer);
  }, [isPlaying]);
  const play = (): void => {
    if (isPlaying) return setPlaying(false);
    const step: Step = isStepped ? view.step : view.days > 3 ? 'day' : 'hour';
    // From the start again where it stands at the end.
    const isAtEnd = !isStepped || span.position + 1 >= span.steps;
    onChange({ step, at: isAtEnd ? new Date(span.from).toISOString() : view.at });
    setPlaying(true);
  };
  const move = (by: number): void => {
    setPlaying(false);
    if (isStepped) go(Math.max(0, Math.min(span.steps - 1, span.position + by)));
    else onChange({ step: 'hour', at: new Date(span.to - stepMs.hour).toISOString() });
  };
  useShortcuts(t('title'), [
    { keys: 'p', label: isPlaying ? t('pause') : t('play'), run: play },
    { keys: '.', label: t('later'), run: () => move(1) },
    { keys: ',', label: t('earlier'), run: () => move(-1) },
  ]);
  const shown = t('between', {
    from: timeText(new Date(span.shownFrom).toISOString()),
    to: timeText(new Date(span.shownTo).toISOString()),
  });
  return (
    <div role="group" aria-label={t('time')} className={styles.time}>
      <Select
        label={t('period')}
        choices={periods.map((days) => ({ id: String(days), label: t('days', { count: days }) }))}
        value={String(view.days)}
        onChange={(days) => onChange({ days: periods.find((one) => String(one) === days) ?? 7, at: null })}
      />
      <Select<Step>
        label={t('step')}
        choices={[
          { id: 'all', label: t('steps.all') },
          { id: 'hour', label: t('steps.hour') },
          { id: 'day', label: t('steps.day') },
        ]}
        value={view.step}
        onChange={(step) => {
          setPlaying(false);
          onChange({ step, at: null });
        }}
      />
      <Button aria-pressed={isPlaying} onPress={play}>
        {isPlaying ? t('pause') : t('play')}
      </Button>
      <label className={styles.slider}>
        <span>{t('slider')}</span>
        <input
          type="range"
          min={0}
          max={Math.max(1, span.steps - 1)}
          value={isStepped ? span.position : 1}
          disabled={!isStepped}
          aria-valuetext={shown}
          onChange={(event) => {
            setPlaying(false);
            go(Number(event.target.value));
          }}
        />
      </label>
      <p className={styles.shown}>{shown}</p>
    </div>
  );
}
