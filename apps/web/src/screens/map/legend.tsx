import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '../../parts/fields.js';
import { readColours, type Colours } from './colours.js';
import { drawObserver } from './drawing.js';
import styles from './map.module.css';
import { drawHatch, drawMark, markSize, type Mark } from './marks.js';
import { layers, type Layer } from './view.js';

interface LegendProps {
  shown: ReadonlySet<Layer>;
  marks: readonly Mark[];
  onShow(shown: ReadonlySet<Layer>): void;
}

/** What is drawn, how, and a switch for each. */
export function Legend({ shown, marks, onShow }: LegendProps) {
  const { t } = useTranslation('map');
  return (
    <div className={styles.legend}>
      <h2>{t('legend')}</h2>
      <div role="group" aria-label={t('layers.title')} className={styles.switches}>
        {layers.map((layer) => (
          <div key={layer} className={styles.switch}>
            <Checkbox
              label={t(`layers.${layer}`)}
              isSelected={shown.has(layer)}
              onChange={(isOn) => onShow(new Set(layers.filter((one) => (one === layer ? isOn : shown.has(one)))))}
            />
            {shown.has(layer) && <Samples layer={layer} />}
          </div>
        ))}
      </div>
      <details>
        <summary>{t('kinds')}</summary>
        <ul className={styles.samples}>
          {marks.map((mark) => (
            <li key={mark.kind}>
              <Sample size={markSize} draw={(context, colours) => drawMark(context, mark, 'waiting', colours)} />
              <bdi>{mark.name}</bdi>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

type Draw = (context: CanvasRenderingContext2D, colours: Colours) => void;
const blank = { sides: 'circle', letter: '' } as const;
const stroke =
  (width: number, dashes: number[], colour: 'ink' | 'inkSoft' | 'accent' = 'ink'): Draw =>
  (context, colours) => {
    context.strokeStyle = colours[colour];
    context.lineWidth = width;
    context.setLineDash(dashes);
    context.moveTo(1, 14);
    context.lineTo(27, 14);
    context.stroke();
  };

/** Lines go on beyond their tile to both sides, dots do not. */
const hatched =
  (density: number): Draw =>
  (context, colours) => {
    for (const y of [0, 16])
      for (const x of density === 0 ? [0, 16] : [0]) {
        context.save();
        context.translate(x, y);
        drawHatch(context, density, colours);
        context.restore();
      }
  };

const samples: Record<Layer, [key: string, draw: Draw][]> = {
  lines: [
    ['current', stroke(3, [])],
    ['otherVersion', stroke(1.2, [4, 4])],
  ],
  sectors: [['sector', stroke(1.5, [9, 4], 'inkSoft')]],
  zones: [['zone', hatched(0)]],
  settlements: [],
  incidents: [
    ['waiting', (context, colours) => drawMark(context, blank, 'waiting', colours)],
    ['decided', (context, colours) => drawMark(context, blank, 'done', colours)],
  ],
  sightings: [['sighting', (context, colours) => drawMark(context, blank, 'sighting', colours)]],
  shapes: [
    ['ellipse', stroke(2, [], 'accent')],
    ['view', stroke(2, [7, 4], 'accent')],
    ['footprint', stroke(2, [3, 3], 'accent')],
    ['observer', (context, { ink, surface }) => (context.translate(5, 5), drawObserver(context, ink, surface))],
  ],
  effort: ([1, 2, 3] as const).map((density) => [`effort${density}`, hatched(density)]),
};

function Samples({ layer }: { layer: Layer }) {
  const { t } = useTranslation('map');
  if (samples[layer].length === 0) return null;
  return (
    <ul className={styles.samples}>
      {samples[layer].map(([key, draw]) => (
        <li key={key}>
          <Sample size={markSize} draw={draw} />
          {t(`samples.${key}`)}
        </li>
      ))}
    </ul>
  );
}

/** A small picture of what the map draws. */
function Sample({ size, draw }: { size: number; draw: Draw }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { current } = canvas;
    const context = current?.getContext('2d');
    if (!current || !context) return;
    const scale = Math.max(1, devicePixelRatio);
    current.width = size * scale;
    current.height = size * scale;
    context.scale(scale, scale);
    draw(context, readColours());
  }, [size, draw]);
  return <canvas ref={canvas} className={styles.sample} aria-hidden="true" />;
}
