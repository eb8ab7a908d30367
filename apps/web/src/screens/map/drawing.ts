import {
  Map as LibreMap,
  ScaleControl,
  type GeoJSONSource,
  type MapGeoJSONFeature,
  type MapMouseEvent,
  type VectorTileSource,
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import { readColours } from './colours.js';
import { drawLabel, drawMark, drawn, hatch, markSize, type Mark } from './marks.js';
import { takeOwnWorker } from './own-worker.js';
import type { Box } from './points.js';
import { askForExpansion } from './points-desk.js';
import type { SourceData } from './sources.js';
import { styleOf, type SourceName } from './style.js';
import type { Camera, Chosen, Layer } from './view.js';

export interface DrawingOptions {
  frame: HTMLElement;
  /** What those hear who come to the map with the keyboard. */
  title: string;
  camera: Camera;
  marks: readonly Mark[];
  onMove(camera: Camera, box: Box): void;
  onChoose(chosen: Chosen | null): void;
  onFault(error: unknown): void;
}

/** The map itself: what it holds is put into it by name, what happens on it is told. */
export class Drawing {
  readonly map: LibreMap;
  /** Resolves when the map takes data. */
  readonly ready: Promise<void>;
  readonly #colours = readColours();

  constructor(private readonly options: DrawingOptions) {
    takeOwnWorker();
    const { frame, camera, title } = options;
    this.map = new LibreMap({
      container: frame,
      style: styleOf(this.#colours),
      center: [camera.lon, camera.lat],
      zoom: camera.zoom,
      maxZoom: 18,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      attributionControl: false,
      fadeDuration: 0,
      locale: { 'Map.Title': title },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    const isRtl = document.documentElement.dir === 'rtl';
    this.map.addControl(new ScaleControl({ unit: 'metric' }), isRtl ? 'bottom-right' : 'bottom-left');
    this.map.setMissingStyleImageResolver((id) => this.#addImage(id));
    this.map.on('moveend', () => this.#tellWhere());
    this.map.on('click', (event) => void this.#press(event));
    this.map.on('error', ({ error }) => options.onFault(error));
    for (const layer of pressable) {
      this.map.on('mouseenter', layer, () => (this.map.getCanvas().style.cursor = 'pointer'));
      this.map.on('mouseleave', layer, () => (this.map.getCanvas().style.cursor = ''));
    }
    this.ready = new Promise((resolve) => {
      this.map.once('load', () => {
        this.#tellWhere();
        resolve();
      });
    });
  }

  put(source: SourceName, data: SourceData): void {
    if (typeof data === 'string') this.map.getSource<VectorTileSource>(source)?.setTiles([data]);
    else void this.map.getSource<GeoJSONSource>(source)?.setData(data);
  }

  /** Draws the base map of the operator's own, where there is one. @returns its credit, empty where there is none */
  async drawTiles(signal: AbortSignal): Promise<string> {
    const address = new URL('/tiles.pmtiles', location.origin).href;
    const { status } = await fetch(address, { method: 'HEAD', signal });
    if (status !== 200) return '';
    const { drawTiles } = await import('./tiles.js');
    return signal.aborted ? '' : drawTiles(this.map, address, 'effort', this.#colours);
  }

  /** Shows the layers of these switches and hides the others. */
  show(shown: ReadonlySet<Layer>): void {
    for (const { id, metadata } of this.map.getStyle().layers as { id: string; metadata?: { group: Layer } }[]) {
      if (!metadata?.group) continue;
      this.map.setLayoutProperty(id, 'visibility', shown.has(metadata.group) ? 'visible' : 'none');
    }
  }

  go({ lat, lon, zoom }: Camera): void {
    // Whoever is moving it is further than the address.
    if (this.map.isMoving()) return;
    const { lng, lat: now } = this.map.getCenter();
    const isThere =
      Math.abs(lng - lon) < 1e-4 && Math.abs(now - lat) < 1e-4 && Math.abs(this.map.getZoom() - zoom) < 0.01;
    if (!isThere) this.map.jumpTo({ center: [lon, lat], zoom });
  }

  /** Copies what is on the screen: a browser prints no picture of the graphics card's. */
  copyTo(canvas: HTMLCanvasElement): void {
    this.map.redraw();
    const shown = this.map.getCanvas();
    canvas.width = shown.width;
    canvas.height = shown.height;
    canvas.getContext('2d')?.drawImage(shown, 0, 0);
  }

  remove(): void {
    this.map.remove();
  }

  #tellWhere(): void {
    const { lng, lat } = this.map.getCenter().wrap();
    const bounds = this.map.getBounds();
    // The centre is brought back into the world; the box must come with it.
    const turn = lng - this.map.getCenter().lng;
    const box: Box = [bounds.getWest() + turn, bounds.getSouth(), bounds.getEast() + turn, bounds.getNorth()];
    this.options.onMove({ lon: lng, lat, zoom: this.map.getZoom() }, box);
  }

  async #press({ point }: MapMouseEvent): Promise<void> {
    const reach = 6;
    const around: [[number, number], [number, number]] = [
      [point.x - reach, point.y - reach],
      [point.x + reach, point.y + reach],
    ];
    const [found] = this.map.queryRenderedFeatures(around, { layers: [...pressable] });
    if (!found) return this.options.onChoose(null);
    if (found.properties['cluster'] === true) return this.#open(found);
    const of = found.source === 'incidents' ? 'incident' : 'sighting';
    this.options.onChoose({ of, id: String(found.properties['id']) });
  }

  /** Goes to where the cluster falls apart. */
  async #open({ source, properties, geometry }: MapGeoJSONFeature): Promise<void> {
    const of = source === 'incidents' ? 'incident' : 'sighting';
    const zoom = await askForExpansion(of, Number(properties['cluster_id']));
    if (zoom === 0) return;
    const [lon, lat] = (geometry as GeoJSON.Point).coordinates;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.map.easeTo({ center: [lon!, lat!], zoom: zoom + 0.2, ...(isCalm && { duration: 0 }) });
  }

  /** Marks, names and hatches are drawn when they are first needed. */
  #addImage(id: string): void {
    if (this.map.hasImage(id)) return;
    const scale = Math.min(3, Math.max(1, devicePixelRatio));
    const image = this.#imageOf(id, scale);
    if (image) this.map.addImage(id, image, { pixelRatio: scale });
  }

  #imageOf(id: string, scale: number): ImageData | null {
    const [what, ...rest] = id.split('|');
    const words = rest.join('|');
    if (what === 'label' || what === 'strong') return drawLabel(words || ' ', what === 'strong', scale, this.#colours);
    if (what === 'hatch') return hatch(Number(words), scale, this.#colours);
    if (what === 'observer') {
      return drawn(18, 18, scale, (context) => drawObserver(context, this.#colours.ink, this.#colours.surface));
    }
    if (what !== 'mark') return null;
    const [of, state, ...kind] = rest;
    const mark = this.options.marks.find((one) => one.kind === kind.join('|')) ?? { sides: 'circle', letter: '?' };
    const look = of === 'sighting' ? 'sighting' : state === 'waiting' ? 'waiting' : 'done';
    return drawn(markSize, markSize, scale, (context) => drawMark(context, mark, look, this.#colours));
  }
}

const pressable = ['incidents', 'incidents-clusters', 'sightings', 'sightings-clusters'] as const;

/** Where an observer stood: a cross in a ring. */
export function drawObserver(context: CanvasRenderingContext2D, ink: string, ground: string): void {
  context.beginPath();
  context.arc(9, 9, 7, 0, 2 * Math.PI);
  context.fillStyle = ground;
  context.fill();
  context.strokeStyle = ink;
  context.lineWidth = 1.5;
  context.moveTo(9, 4);
  context.lineTo(9, 14);
  context.moveTo(4, 9);
  context.lineTo(14, 9);
  context.stroke();
}
