import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { Problem } from '../../parts/problem.js';
import { Drawing } from './drawing.js';
import { readLand } from './land.js';
import styles from './map.module.css';
import type { Mark } from './marks.js';
import type { Box } from './points.js';
import type { SourceData } from './sources.js';
import type { SourceName } from './style.js';
import type { Camera, Chosen, Layer } from './view.js';

export interface MapViewProps {
  /** Where it looks at first, and again whenever the address says another place. */
  camera: Camera;
  marks: readonly Mark[];
  shown: ReadonlySet<Layer>;
  /** By source; drawn anew where one of them is another object than before. */
  data: Partial<Record<SourceName, SourceData>>;
  onMove(camera: Camera, box: Box): void;
  onChoose(chosen: Chosen | null): void;
}

/** The map, its two buttons, and its copy for the printer. Made anew (by its key) for another theme or language. */
export function MapView({ camera, marks, shown, data, onMove, onChoose }: MapViewProps) {
  const { t } = useTranslation('map');
  const frame = useRef<HTMLDivElement>(null);
  const print = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const [isReady, setReady] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const [credit, setCredit] = useState('');
  const start = useRef({ camera, marks });
  const tell = useRef({ onMove, onChoose });
  useEffect(() => {
    tell.current = { onMove, onChoose };
  });
  const title = t('mapTitle');

  useEffect(() => {
    const gone = new AbortController();
    let made: Drawing;
    try {
      made = new Drawing({
        frame: frame.current!,
        title,
        ...start.current,
        onMove: (at, box) => tell.current.onMove(at, box),
        onChoose: (chosen) => tell.current.onChoose(chosen),
        onFault: setFault,
      });
    } catch (error) {
      // No WebGL: the list has the same.
      setFault(error);
      return undefined;
    }
    drawing.current = made;
    void made.ready.then(async () => {
      if (gone.signal.aborted) return;
      setReady(true);
      const told = (error: unknown): void => {
        if (!gone.signal.aborted) setFault(error);
      };
      await made.drawTiles(gone.signal).then(setCredit, told);
      await readLand((land) => made.put('land', land), gone.signal).catch(told);
    });
    const copy = (): void => made.copyTo(print.current!);
    addEventListener('beforeprint', copy);
    return () => {
      removeEventListener('beforeprint', copy);
      gone.abort();
      drawing.current = null;
      made.remove();
    };
  }, [title]);

  const put = useRef<Partial<Record<SourceName, SourceData>>>({});
  useEffect(() => {
    if (!isReady) return;
    for (const [name, value] of Object.entries(data) as [SourceName, SourceData][]) {
      if (put.current[name] === value) continue;
      put.current[name] = value;
      drawing.current?.put(name, value);
    }
  }, [isReady, data]);
  useEffect(() => {
    if (isReady) drawing.current?.show(shown);
  }, [isReady, shown]);
  const { lat, lon, zoom } = camera;
  useEffect(() => {
    if (isReady) drawing.current?.go({ lat, lon, zoom });
  }, [isReady, lat, lon, zoom]);

  return (
    <div className={styles.map}>
      {fault !== null && (
        <div className={styles.fault}>
          <Problem error={fault} />
          <p>{t('noMap')}</p>
        </div>
      )}
      <div ref={frame} className={`${styles.frame} no-print`} data-map-ready={isReady} />
      <canvas ref={print} className={styles.printed} aria-hidden="true" />
      {credit !== '' && <p className={styles.credit}>{credit}</p>}
      <div className={`${styles.zoom} no-print`}>
        <Button square aria-label={t('zoomIn')} onPress={() => drawing.current?.map.zoomIn()}>
          <span aria-hidden="true">+</span>
        </Button>
        <Button square aria-label={t('zoomOut')} onPress={() => drawing.current?.map.zoomOut()}>
          <span aria-hidden="true">−</span>
        </Button>
      </div>
    </div>
  );
}
