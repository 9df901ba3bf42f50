/** uPlot in the page's colours: follows the theme and the width of its place, and labels times as people read them. */
import uPlot from './uPlot.esm.js';
import { colour } from './dom.js';
import { isNumber, number } from './format.js';

const DAY_MS = 86_400_000;
const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif';
const NARROW = 560;

/** @typedef {(number | null)[][]} Columns times first, each column as long as the first */

/** A chart that can be drawn again with other columns; owned by one view. */
export class Plot {
  #place;
  #describe;
  #height;
  /** @type {uPlot | null} */
  #chart = null;
  /** @type {Columns} */
  #columns = [[]];
  #watcher;
  #rebuild = () => this.#build();

  /**
   * @param {HTMLElement} place
   * @param {(colour: (property: string) => string) => object} describe uPlot's options, but for sizes and the time axis
   * @param {number} height on a wide page; three quarters of it on a narrow one
   * @param {AbortSignal} signal ends it
   */
  constructor(place, describe, height, signal) {
    this.#place = place;
    this.#describe = describe;
    this.#height = height;
    this.#watcher = new ResizeObserver(() => this.#resize());
    this.#watcher.observe(place);
    addEventListener('themechange', this.#rebuild);
    signal.addEventListener('abort', () => {
      this.#watcher.disconnect();
      removeEventListener('themechange', this.#rebuild);
      this.#chart?.destroy();
    });
  }

  /** @param {Columns} columns */
  draw(columns) {
    this.#columns = columns;
    if (this.#chart === null) {
      this.#build();
    } else {
      this.#chart.setData(columns);
    }
  }

  /** Builds it anew: after a change of what it shows, rather than of its numbers. */
  rebuild() {
    if (this.#chart !== null) {
      this.#build();
    }
  }

  /** @returns {uPlot | null} */
  get chart() {
    return this.#chart;
  }

  #size() {
    const width = Math.max(200, this.#place.clientWidth);
    return { width, height: width < NARROW ? Math.round(this.#height * 0.75) : this.#height };
  }

  #resize() {
    const size = this.#size();
    if (this.#chart !== null && (this.#chart.width !== size.width || this.#chart.height !== size.height)) {
      this.#chart.setSize(size);
    }
  }

  #build() {
    this.#chart?.destroy();
    const options = this.#describe(colour);
    const axis = {
      stroke: colour('--soft'),
      font: FONT,
      ticks: { show: false },
      grid: { stroke: colour('--chart-grid'), width: 1 },
    };
    const cursor = { y: false, drag: { setScale: false, x: false, y: false }, points: { show: false } };
    this.#chart = new uPlot(
      {
        ...this.#size(),
        ms: 1,
        legend: { show: false },
        padding: [12, 20, 0, 0],
        ...options,
        cursor: { ...cursor, ...options.cursor },
        axes: [
          { ...axis, grid: { show: false }, values: timeLabels, space: 90, size: 44 },
          {
            ...axis,
            size: axisWidth,
            gap: 8,
            values: (u, splits) => splits.map((at) => number(at)),
            ...options.valueAxis,
          },
        ],
      },
      this.#columns,
      this.#place,
    );
  }
}

/** As wide as its widest label. */
function axisWidth(u, labels, index, cycle) {
  const axis = u.axes[index];
  if (cycle > 1) {
    return axis._size;
  }
  u.ctx.font = axis.font[0];
  const widest = Math.max(0, ...(labels ?? []).map((label) => u.ctx.measureText(label).width));
  return Math.ceil(widest / devicePixelRatio) + 18;
}

const formats = Object.fromEntries(
  Object.entries({
    year: { year: 'numeric' },
    month: { month: 'short' },
    day: { day: 'numeric', month: 'short' },
    minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    second: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  }).map(([unit, fields]) => [unit, new Intl.DateTimeFormat('en-GB', fields)]),
);

/** Each label says what changed; beneath it stands the larger unit where that is new. */
function timeLabels(u, splits, axis, space, step) {
  const fine =
    step >= 360 * DAY_MS
      ? 'year'
      : step >= 27 * DAY_MS
        ? 'month'
        : step >= DAY_MS
          ? 'day'
          : step >= 60_000
            ? 'minute'
            : 'second';
  const coarse = { year: null, month: 'year', day: 'year', minute: 'day', second: 'day' }[fine];
  let before = '';
  return splits.map((at) => {
    const label = formats[fine].format(at);
    const larger = coarse ? formats[coarse].format(at) : '';
    const isNew = larger !== before;
    before = larger;
    return isNew ? `${label}\n${larger}` : label;
  });
}

/**
 * The range of values to show. Zero is the floor where values are never below it and come near it; an outer interval
 * far beyond the rest is cut off rather than squeezing all else into a line.
 * @param {(number | null)[]} inner of readings, forecasts and inner intervals
 * @param {(number | null)[]} outer of the outer intervals
 * @returns {[number, number]}
 */
export function honestRange(inner, outer) {
  const [low, high] = extent(inner);
  if (!(low <= high)) {
    return [0, 1];
  }
  const [outerLow, outerHigh] = extent(outer);
  const span = high - low || Math.abs(high) || 1;
  const from = Math.max(Math.min(low, outerLow), low - 1.5 * span);
  const to = Math.min(Math.max(high, outerHigh), high + 1.5 * span);
  const pad = 0.06 * (to - from || 1);
  const isNearZero = low >= 0 && low < 0.4 * high;
  return [isNearZero || (low >= 0 && from - pad < 0) ? 0 : from - pad, to + pad];
}

function extent(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (isNumber(value)) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return [low, high];
}
