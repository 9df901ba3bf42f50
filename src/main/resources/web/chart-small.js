/** The two small charts of a series: what each expert counted, and how many readings lay within their interval. */
import { el } from './dom.js';
import { percent, words } from './format.js';
import { Plot } from './plot.js';
import { COVERAGE_WINDOW } from './history.js';

const HEIGHT = 220;
const SHARE_AXIS = { values: (u, splits) => splits.map((share) => percent(share)), incrs: [0.1, 0.2, 0.25, 0.5] };

/** Experts' weights as areas that sum to one, the heaviest at the bottom; owned by one view. */
export class WeightsChart {
  #place = el('div.plot', { role: 'img', 'aria-label': 'Chart of the experts’ weights' });
  #plot;
  /** @type {string[]} from the bottom up */
  #experts = [];

  /** @param {AbortSignal} signal */
  constructor(signal) {
    this.element = el('figure.chart', {}, this.#place);
    this.#plot = new Plot(this.#place, (colour) => this.#options(colour), HEIGHT, signal);
  }

  /** @param {import('./history.js').Weights[]} weights */
  draw(weights) {
    const totals = {};
    weights.forEach((one) =>
      Object.entries(one.weights).forEach(([name, weight]) => {
        totals[name] = (totals[name] ?? 0) + weight;
      }),
    );
    const experts = Object.keys(totals).sort();
    if (experts.join() !== [...this.#experts].sort().join()) {
      this.#experts = experts.sort((a, b) => totals[b] - totals[a]);
      this.#plot.rebuild();
    }
    const heights = weights.map(() => 0);
    const columns = this.#experts.map((name) => weights.map((one, i) => (heights[i] += one.weights[name] ?? 0)));
    this.#plot.draw([weights.map((one) => one.at), ...columns]);
    this.#describe(weights.at(-1)?.weights ?? {});
  }

  #options(colour) {
    const areas = this.#experts.map((name) => colour(colourOf(name)));
    return {
      padding: [8, 20, 0, 0],
      series: [
        {},
        ...areas.map((fill, i) => ({
          stroke: colour('--card'),
          width: 1,
          fill: i === 0 ? fill : undefined,
          points: { show: false },
        })),
      ],
      bands: areas.slice(1).map((fill, i) => ({ series: [i + 2, i + 1], fill })),
      scales: { y: { range: [0, 1] } },
      valueAxis: SHARE_AXIS,
    };
  }

  #describe(latest) {
    const heaviest = Object.entries(latest)
      .sort((a, b) => b[1] - a[1])
      .slice(0, 3);
    const said = heaviest.map(([name, weight]) => `${words(name)} ${percent(weight)}`).join(', ');
    this.#place.setAttribute(
      'aria-label',
      `Chart of the experts’ weights. Now: ${said || 'none'}. The table of experts has the numbers.`,
    );
  }
}

/** Experts that this page does not know yet share the colour of the last value. */
const KNOWN = [
  'network',
  'regression',
  'seasonal-smoothing',
  'seasonal-naive',
  'climatology',
  'wet-dry',
  'smoothing',
  'drift',
  'volatility',
  'naive',
];

/** @param {string} expert @returns {string} the property of its colour */
export const colourOf = (expert) => `--expert-${KNOWN.includes(expert) ? expert : 'naive'}`;

/** Observed coverage of the 80 % interval beside the nominal one; owned by one view. */
export class CoverageChart {
  #place = el('div.plot', { role: 'img', 'aria-label': 'Chart of coverage' });
  #plot;

  /** @param {AbortSignal} signal */
  constructor(signal) {
    this.element = el('figure.chart', {}, this.#place);
    this.#plot = new Plot(
      this.#place,
      (colour) => ({
        padding: [8, 20, 0, 0],
        series: [
          {},
          { stroke: colour('--soft'), width: 1, dash: [5, 4], points: { show: false } },
          { stroke: colour('--chart-point'), width: 1.75, points: { show: false } },
        ],
        scales: { y: { range: (u, low) => [Math.max(0, Math.min(0.5, Math.floor(10 * low - 0.5) / 10)), 1] } },
        valueAxis: SHARE_AXIS,
      }),
      HEIGHT,
      signal,
    );
  }

  /** @param {{ at: number, share: number }[]} coverage */
  draw(coverage) {
    this.#plot.draw([coverage.map((one) => one.at), coverage.map(() => 0.8), coverage.map((one) => one.share)]);
    this.#place.setAttribute(
      'aria-label',
      `Chart of coverage. Of the last ${COVERAGE_WINDOW} readings ${percent(coverage.at(-1)?.share)} lay within ` +
        'their 80 % interval.',
    );
  }
}
