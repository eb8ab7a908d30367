import type { Chart } from '#core/compliance/edition-types.js';
import type { Piece, Speech } from '../speech.js';
import { plain } from '../speech.js';
import {
  directed,
  fills,
  hatchings,
  ink,
  paper,
  rule,
  signs,
  soft,
  still,
  svgOf,
  text,
  type Drawing,
} from './drawing.js';

const width = 860;
const dashes = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]] as const;

/** A chart in greys, hatchings, signs and dashes; from right to left where the language runs so. */
export function drawChart(chart: Chart, speech: Speech): Drawing {
  if (chart.form === 'multiples') return multiples(chart, speech);
  const height = 360;
  const names = chart.series.map((series) => plain(speech.show(series.name)));
  const bars = chart.form !== 'intervals';
  const series = chart.series.map((one, i) => {
    const name = names[i];
    const data = one.values.map((value) => value ?? '-');
    const symbol = signs[i % signs.length];
    if (one.axis === 'rate' || !bars) {
      const line = { color: ink, width: 1.5, type: dashes[i % dashes.length] };
      const shown = {
        name,
        data,
        symbol,
        symbolSize: 9,
        itemStyle: { color: paper, borderColor: ink, borderWidth: 1.5 },
      };
      if (!bars) return { type: 'scatter', ...shown, ...still };
      return {
        type: 'line',
        ...shown,
        yAxisIndex: 1,
        lineStyle: line,
        connectNulls: false,
        showAllSymbol: true,
        ...still,
      };
    }
    const itemStyle = {
      color: fills[i % fills.length],
      borderColor: ink,
      borderWidth: 1,
      decal: hatchings[i % hatchings.length],
    };
    return { type: 'bar', name, data, itemStyle, barGap: '10%', ...still };
  });
  const rates = chart.series.filter((one) => one.axis === 'rate');
  const rtl = speech.direction === 'rtl';
  const key = `chart.${chart.id}`;
  const rateNames = rates.map((one) => plain(speech.show(one.name))).join(', ');
  const option = {
    legend: {
      data: names,
      top: 4,
      itemGap: 22,
      itemWidth: 30,
      textStyle: text,
      ...(names.length < 2 && { show: false }),
    },
    grid: { left: 62, right: 62, top: names.length < 2 ? 24 : 58, bottom: 56 },
    xAxis: {
      ...categories(chart, speech),
      name: speech.words(`${key}.x`),
      nameLocation: 'middle',
      nameGap: 32,
      inverse: rtl,
    },
    yAxis: [
      values(speech, { name: speech.words(`${key}.y`), position: rtl ? 'right' : 'left', minInterval: 1 }),
      ...(rates.length > 0
        ? [values(speech, { name: rateNames, position: rtl ? 'left' : 'right', splitLine: { show: false } })]
        : []),
    ],
    series,
  };
  return { svg: svgOf(option, width, height), width, height, notes: [] };
}

/** One small chart a series, all on the same scale, so that they can be compared. */
function multiples(chart: Chart, speech: Speech): Drawing {
  const across = 3;
  const [wide, high] = [width / across, 150];
  const height = high * Math.max(1, Math.ceil(chart.series.length / across));
  const most = rounded(Math.max(1, ...chart.series.flatMap((one) => one.values.map((value) => value ?? 0))));
  const rtl = speech.direction === 'rtl';
  const places = chart.series.map((_, i) => {
    const column = i % across;
    return { left: (rtl ? across - 1 - column : column) * wide, top: Math.floor(i / across) * high };
  });
  const option = {
    title: places.map(({ left, top }, i) => ({
      text: plain(speech.show(chart.series[i]!.name)),
      left: left + wide / 2,
      top: top + 4,
      textAlign: 'center',
      textStyle: { ...text, fontSize: 12, fontWeight: 600, width: wide - 20, overflow: 'truncate' },
    })),
    grid: places.map(({ left, top }) => ({ left: left + 40, top: top + 30, width: wide - 60, height: high - 58 })),
    xAxis: places.map((_, i) => ({ ...categories(chart, speech), gridIndex: i, inverse: rtl })),
    yAxis: places.map((_, i) =>
      values(speech, { gridIndex: i, max: most, interval: Math.max(1, most / 2), position: rtl ? 'right' : 'left' }),
    ),
    series: chart.series.map((one, i) => ({
      type: 'bar',
      data: one.values.map((value) => value ?? '-'),
      xAxisIndex: i,
      yAxisIndex: i,
      itemStyle: { color: fills[1], borderColor: ink, borderWidth: 1 },
      ...still,
    })),
  };
  return { svg: svgOf(option, width, height), width, height, notes: [] };
}

/** The next even number of one digit and noughts, so that the end of the scale stands apart from the mark before it. */
function rounded(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 4, 6, 8, 10].find((step) => step * power >= most) ?? 10) * power;
}

function categories(chart: Chart, speech: Speech) {
  return {
    type: 'category',
    data: chart.x.map((x) => directed(labelOf(x, speech), speech.direction)),
    nameTextStyle: text,
    axisLabel: { ...text, fontSize: chart.form === 'multiples' ? 9 : 11, hideOverlap: true },
    axisLine: { lineStyle: { color: ink } },
    axisTick: { show: false },
  };
}

function values(speech: Speech, more: object) {
  return {
    type: 'value',
    nameTextStyle: { ...text, fontSize: 11 },
    axisLabel: { ...text, fontSize: 11, formatter: (value: number) => speech.number(value, 2) },
    splitLine: { lineStyle: { color: rule } },
    axisLine: { show: true, lineStyle: { color: soft } },
    ...more,
  };
}

/** A reporting day as day and month; an hour or a running number as it is. */
function labelOf(x: string, speech: Speech): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(x) ? speech.day(x) : x;
}

/** The same values as a table. Small multiples have a row for each of them, others a row for each mark. */
export function chartTable(
  chart: Chart,
  speech: Speech,
): { columns: { text: string; number: boolean }[]; rows: Piece[][][] } {
  const digits = (i: number): number => (chart.series[i]?.axis === 'rate' ? 2 : 0);
  const cell = (value: number | null, i: number): Piece[] => [
    { text: value === null ? speech.words('doc.nothing') : speech.number(value, digits(i)) },
  ];
  const head = (words: string) => ({ text: words, number: false });
  const count = (words: string) => ({ text: words, number: true });
  if (chart.form === 'multiples') {
    return {
      columns: [head(speech.words('doc.series')), ...chart.x.map((x) => count(labelOf(x, speech)))],
      rows: chart.series.map((one, i) => [speech.show(one.name), ...one.values.map((value) => cell(value, i))]),
    };
  }
  return {
    columns: [
      head(speech.words(`chart.${chart.id}.x`)),
      ...chart.series.map((one) => count(plain(speech.show(one.name)))),
    ],
    rows: chart.x.map((x, at) => [
      [{ text: labelOf(x, speech) }],
      ...chart.series.map((one, i) => cell(one.values[at] ?? null, i)),
    ]),
  };
}
