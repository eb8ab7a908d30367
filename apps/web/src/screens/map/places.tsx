import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.js';
import { useNow } from '../../parts/now.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { useShortcuts } from '../../parts/shortcuts.js';
import { useToast } from '../../parts/toast.js';
import { ChosenPanel } from './chosen-panel.js';
import { useTheme } from './colours.js';
import { usePoints, useShapes, useWatched } from './data.js';
import { cornersOf, type Geography } from './geography.js';
import { ItemsList } from './items-list.js';
import { Legend } from './legend.js';
import { MapView } from './map-view.js';
import styles from './map.module.css';
import type { Mark } from './marks.js';
import { cameraOver, idOf, newest, visible, type Box, type InSight } from './points.js';
import { useSources } from './sources.js';
import { TimeBar } from './time-bar.js';
import { useView } from './use-view.js';
import { spanOf, writeView, type Camera, type Chosen } from './view.js';

const everywhere: Box = [-180, -90, 180, 90];
/** With so few in sight, what each of them covers is drawn too. */
const mostShapes = 12;

/** The map with all around it; everything that is chosen stands in the address. */
export function Places({ geography, marks }: { geography: Geography; marks: readonly Mark[] }) {
  const { t, i18n } = useTranslation('map');
  const toast = useToast();
  const theme = useTheme();
  const [view, change] = useView();
  const { shown, chosen } = view;
  const now = useNow(60);
  const [box, setBox] = useState<Box>(everywhere);
  const { from, to, shownFrom, shownTo, steps, position } = spanOf(view, now);
  const span = useMemo(
    () => ({ from, to, shownFrom, shownTo, steps, position }),
    [from, to, shownFrom, shownTo, steps, position],
  );

  const incidents = usePoints('incident', span, shown.has('incidents') || chosen?.of === 'incident');
  const sightings = usePoints('sighting', span, shown.has('sightings') || chosen?.of === 'sighting');
  const effort = useWatched(span, shown.has('effort'));
  const sorts = useMemo<InSight[]>(() => {
    const both = [shown.has('incidents') && incidents.data, shown.has('sightings') && sightings.data];
    return both.flatMap((points) => (points ? [{ points, indices: visible(points, shownFrom, shownTo, box) }] : []));
  }, [shown, incidents.data, sightings.data, shownFrom, shownTo, box]);
  const count = sorts.reduce((sum, { indices }) => sum + indices.length, 0);
  const covering = useMemo(() => {
    const items = count > mostShapes ? [] : newest(sorts, 0, mostShapes);
    const near = items.map(({ points, i }): Chosen => ({ of: points.of, id: idOf(points, i) }));
    const isNear = near.some(({ id }) => id === chosen?.id);
    return shown.has('shapes') ? [...near, ...(chosen && !isNear ? [chosen] : [])] : [];
  }, [sorts, count, chosen, shown]);
  const shapes = useShapes(covering);
  const data = useSources({
    geography,
    watched: effort.watched,
    incidents: incidents.data ?? null,
    sightings: sightings.data ?? null,
    shapes,
    chosen,
    span,
  });
  const camera = useMemo<Camera>(
    () => view.camera ?? cameraOver(cornersOf(geography), 900) ?? { lat: 20, lon: 0, zoom: 1 },
    [view.camera, geography],
  );

  const share = async (): Promise<void> => {
    // Whoever opens it later sees the same time, not the same length of it.
    const fixed = { camera, to: new Date(to).toISOString() };
    change(fixed);
    const address = `${location.origin}${location.pathname}?${writeView({ ...view, ...fixed }).toString()}`;
    await navigator.clipboard.writeText(address).then(
      () => toast({ text: t('copied') }),
      () => toast({ text: t('notCopied') }),
    );
  };
  useShortcuts(t('title'), [
    { keys: 'l', label: view.isList ? t('hideList') : t('showList'), run: () => change({ isList: !view.isList }) },
    { keys: 'Escape', label: t('closeChosen'), run: () => change({ chosen: null }) },
  ]);
  const problem = incidents.error ?? sightings.error ?? effort.error;
  const isCut = sorts.some(({ points }) => points.isCut);

  return (
    <Page
      title={t('title')}
      description={t('description')}
      help={
        <>
          <p>{t('help.base')}</p>
          <p>{t('help.keys')}</p>
          <p>{t('help.list')}</p>
        </>
      }
      actions={
        <>
          <Button aria-pressed={view.isList} onPress={() => change({ isList: !view.isList })}>
            {view.isList ? t('hideList') : t('showList')}
          </Button>
          <Button onPress={() => void share()}>{t('share')}</Button>
          <Button onPress={() => print()}>{t('print')}</Button>
        </>
      }
    >
      <TimeBar view={view} span={span} onChange={change} />
      {problem !== null && (
        <Problem
          error={problem}
          onRetry={() => {
            void incidents.refetch();
            void sightings.refetch();
            void effort.refetch();
          }}
        />
      )}
      {isCut && <p role="status">{t('cut')}</p>}
      <div className={styles.body}>
        <div className={styles.main}>
          <MapView
            key={`${theme} ${i18n.language}`}
            camera={camera}
            marks={marks}
            shown={shown}
            data={data}
            onMove={(at, next) => {
              setBox(next);
              change({ camera: at });
            }}
            onChoose={(next) => change({ chosen: next })}
          />
          <p role="status" className={styles.count} data-items={count}>
            {incidents.isFetching || sightings.isFetching ? t('fetching') : t('inSight', { count })}
          </p>
          {view.isList && <ItemsList sorts={sorts} onChoose={(next) => change({ chosen: next })} />}
        </div>
        <div className={styles.side}>
          {chosen && (
            <ChosenPanel
              chosen={chosen}
              points={chosen.of === 'incident' ? incidents.data : sightings.data}
              onClose={() => change({ chosen: null })}
            />
          )}
          <Legend key={theme} shown={shown} marks={marks} onShow={(next) => change({ shown: next })} />
        </div>
      </div>
    </Page>
  );
}
