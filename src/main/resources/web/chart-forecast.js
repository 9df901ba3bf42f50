/** The chart of one series: readings, forecasts, and the intervals around them, the next forecast last. */
import uPlot from './uPlot.esm.js';
import { el, setText } from './dom.js';
import { interval, number, time } from './format.js';
import { Plot, honestRange } from './plot.js';

const HEIGHT = 360;
const COLUMNS = ['upper95', 'lower95', 'upper80', 'lower80', 'point', 'value'];
const SUMMARY_EVERY_MS = 10_000;

/** Owned by one view. */
export class ForecastChart {
  #plot;
  #place = el('div.plot', { role: 'img', tabindex: '0', 'aria-label': 'Chart of readings and forecasts' });
  #readout;
  #spoken = el('p.unseen', { 'aria-live': 'polite' });
  /** @type {import('./history.js').Point[]} those drawn, the next forecast last */
  #rows = [];
  #isZeroHeavy = false;
  #summaryAt = 0;
  #cursor = null;

  /** @param {AbortSignal} signal */
  constructor(signal) {
    this.#readout = readout();
    this.element = el(
      'figure.chart',
      {},
      this.#readout.element,
      this.#place,
      this.#spoken,
      el(
        'figcaption.soft',
        {},
        'Values are in the series’ own unit. The last mark is the forecast of the reading to come. ' +
          'Arrow keys walk along the chart.',
      ),
    );
    this.#plot = new Plot(this.#place, (colour) => this.#options(colour), HEIGHT, signal);
    this.#place.addEventListener('keydown', (event) => this.#walk(event));
    this.#place.addEventListener('blur', () => this.#plot.chart?.setCursor({ left: -10, top: -10 }));
  }

  /**
   * @param {import('./history.js').History} history
   * @param {number} shown readings at most
   * @param {boolean} isZeroHeavy shown as bars: between two of its readings there is nothing
   */
  draw(history, shown, isZeroHeavy) {
    const points = history.points.slice(-shown);
    const next = history.next;
    const last = points.at(-1);
    const isAhead = next !== null && (!last || next.target > last.at);
    this.#rows = isAhead ? [...points, { ...next, at: next.target, value: null }] : points;
    if (isZeroHeavy !== this.#isZeroHeavy) {
      this.#isZeroHeavy = isZeroHeavy;
      this.#plot.rebuild();
    }
    this.#plot.draw([
      this.#rows.map((row) => row.at),
      ...COLUMNS.map((column) => this.#rows.map((row) => row[column])),
    ]);
    if (this.#cursor === null) {
      this.#read(this.#rows.length - 1);
    }
    this.#summarise(last, isAhead ? next : null);
  }

  #options(colour) {
    const none = { stroke: 'transparent', width: 0, points: { show: false } };
    const actual = {
      stroke: colour('--chart-actual'),
      width: 1.5,
      points: { size: 4, fill: colour('--chart-actual') },
      spanGaps: false,
    };
    const bars = {
      ...actual,
      width: 0,
      fill: colour('--chart-actual'),
      paths: uPlot.paths.bars({ size: [0.5, 10, 1] }),
      points: { show: false },
    };
    return {
      series: [
        {},
        none,
        none,
        none,
        none,
        { stroke: colour('--chart-point'), width: 1.75, points: { show: false } },
        this.#isZeroHeavy ? bars : actual,
      ],
      bands: [
        { series: [1, 2], fill: colour('--chart-outer') },
        { series: [3, 4], fill: colour('--chart-inner') },
      ],
      scales: { y: { range: () => this.#range() } },
      hooks: {
        setCursor: [(u) => this.#follow(u.cursor.idx)],
        draw: [(u) => this.#drawn(u, colour)],
      },
    };
  }

  #range() {
    const inner = this.#rows.flatMap((row) => [row.value, row.point, row.lower80, row.upper80]);
    return honestRange(
      inner,
      this.#rows.flatMap((row) => [row.lower95, row.upper95]),
    );
  }

  /** Marks the next forecast, and notes what the canvas shows now. */
  #drawn(u, colour) {
    const next = this.#rows.at(-1);
    const last = this.#rows.findLast((row) => row.value !== null);
    if (next && next.value === null && next.point !== null) {
      const x = u.valToPos(next.at, 'x', true);
      const y = (value) => u.valToPos(value, 'y', true);
      const context = u.ctx;
      context.save();
      context.beginPath();
      context.rect(u.bbox.left, u.bbox.top, u.bbox.width + 12 * devicePixelRatio, u.bbox.height);
      context.clip();
      context.strokeStyle = context.fillStyle = colour('--chart-point');
      context.lineWidth = 2 * devicePixelRatio;
      context.beginPath();
      context.moveTo(x, y(next.lower80));
      context.lineTo(x, y(next.upper80));
      context.stroke();
      context.beginPath();
      context.arc(x, y(next.point), 4 * devicePixelRatio, 0, 2 * Math.PI);
      context.fill();
      context.restore();
    }
    this.#place.dataset.drawn = String(this.#rows.length);
    this.#place.dataset.lastAt = last ? new Date(last.at).toISOString() : '';
    this.#place.dataset.lastValue = last ? String(last.value) : '';
  }

  #follow(index) {
    this.#cursor = index ?? null;
    this.#read(this.#cursor ?? this.#rows.length - 1);
  }

  #read(index) {
    const row = this.#rows[index];
    if (row) {
      this.#readout.show(row);
    }
  }

  #walk(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[event.key];
    const chart = this.#plot.chart;
    if (step === undefined || chart === null || this.#rows.length === 0) {
      return;
    }
    event.preventDefault();
    const from = this.#cursor ?? this.#rows.length - 1;
    const index = Math.min(this.#rows.length - 1, Math.max(0, from + step));
    chart.setCursor({ left: chart.valToPos(this.#rows[index].at, 'x'), top: 1 });
    setText(this.#spoken, spoken(this.#rows[index]));
  }

  #summarise(last, next) {
    if (last && Date.now() - this.#summaryAt > SUMMARY_EVERY_MS) {
      this.#summaryAt = Date.now();
      const ahead = next
        ? ` The next, at ${time(next.target, true)}, is forecast as ${number(next.point)}, ` +
          `with 80 % probability from ${interval(next.lower80, next.upper80)}.`
        : '';
      this.#place.setAttribute(
        'aria-label',
        `Chart of ${this.#rows.length} readings and forecasts. ` +
          `The last reading is ${number(last.value)} at ${time(last.at, true)}.${ahead}`,
      );
    }
  }
}

function spoken(row) {
  const came = row.value === null ? 'to come' : `reading ${number(row.value)}`;
  return `${time(row.at)}: ${came}, forecast ${number(row.point)}, 80 % interval ${interval(row.lower80, row.upper80)}`;
}

/** The key of the chart, which also tells the numbers under the cursor. */
function readout() {
  const when = el('span.readout-time');
  const item = (kind, label) => {
    const value = el('b', {}, '–');
    return {
      value,
      element: el('span.readout-item', {}, el(`i.swatch.is-${kind}`, { 'aria-hidden': 'true' }), `${label} `, value),
    };
  };
  const items = {
    value: item('value', 'Reading'),
    point: item('point', 'Forecast'),
    inner: item('inner', '80 %'),
    outer: item('outer', '95 %'),
  };
  return {
    element: el(
      'div.readout.figures',
      {},
      when,
      Object.values(items).map((one) => one.element),
    ),
    show(row) {
      setText(when, time(row.at, true));
      setText(items.value.value, row.value === null ? 'to come' : number(row.value));
      setText(items.point.value, number(row.point));
      setText(items.inner.value, interval(row.lower80, row.upper80));
      setText(items.outer.value, interval(row.lower95, row.upper95));
    },
  };
}
