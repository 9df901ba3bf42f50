/** One series: its chart, kept up by events, and why its forecast is what it is. */
import { el, nameOf } from './dom.js';
import { get, segment } from './api.js';
import { fullCount } from './format.js';
import { listen, observe } from './events.js';
import { fetched, repeat } from './states.js';
import { ForecastChart } from './chart-forecast.js';
import { CoverageChart, WeightsChart } from './chart-small.js';
import { History } from './history.js';
import { readingsTable, showBadges, tiles } from './series-facts.js';
import { Why } from './why.js';

const RANGES = [100, 300, 1000];
const KEPT = 1000;
/** A fast series is not drawn more often than this, and the small charts not more often than that. */
const DRAW_EVERY_MS = 80;
const SMALL_EVERY_MS = 1000;

/** @param {import('./app.js').Visit} visit */
export function seriesView(visit) {
  new SeriesView(visit).start();
}

/** Owned by one visit. */
class SeriesView {
  #main;
  #signal;
  #name;
  #path;
  #history = new History(KEPT);
  #shown = RANGES[1];
  #chart;
  #weights;
  #coverage;
  #why = new Why();
  #tiles = tiles();
  #badges = el('p.badges');
  #table = readingsTable();
  #state = null;
  #isDue = false;
  /** Whether a forecast came since the state was asked for. */
  #isNew = false;
  #drawnAt = -Infinity;
  #smallAt = -Infinity;

  constructor({ main, signal, rest }) {
    this.#main = main;
    this.#signal = signal;
    this.#name = rest;
    this.#path = `api/series/${segment(rest)}`;
    this.#chart = new ForecastChart(signal);
    this.#weights = new WeightsChart(signal);
    this.#coverage = new CoverageChart(signal);
  }

  start() {
    document.title = `${this.#name.slice(0, 80)} – Rillcast`;
    const body = el('div.stack');
    this.#main.append(
      el('p.path', {}, el('a', { href: '#/series' }, 'Series')),
      el('div.head', {}, title(this.#name), this.#badges),
      body,
    );
    const load = () =>
      fetched(
        body,
        this.#signal,
        () => this.#load(),
        () => this.#content(),
      );
    load();
    this.#signal.addEventListener(
      'abort',
      observe((state, isBack) => isBack && load()),
    );
    listen([this.#name], (type, data) => this.#take(type, data));
    // Events say what the blend forecast, but not what each expert did: that is asked for while readings come.
    let rounds = 0;
    repeat(this.#signal, 1000, async () => {
      if (this.#isNew || ++rounds % 5 === 0) {
        this.#isNew = false;
        this.#take('state', await get(this.#path, this.#signal));
      }
    });
  }

  async #load() {
    const [state, history] = await Promise.all([
      get(this.#path, this.#signal),
      get(`${this.#path}/history?limit=${KEPT}`, this.#signal),
    ]);
    this.#history.load(history);
    this.#state = state;
  }

  #content() {
    requestAnimationFrame(() => this.#draw());
    const ranges = el(
      'div.ranges',
      { role: 'group', 'aria-label': 'Readings shown' },
      RANGES.map((n) =>
        el(
          'button',
          {
            type: 'button',
            'aria-pressed': String(n === this.#shown),
            onclick: (event) => this.#choose(n, event.target),
          },
          fullCount(n),
        ),
      ),
    );
    return [
      this.#tiles.element,
      el(
        'section.card',
        { 'aria-labelledby': 'chart-title' },
        el('div.card-head', {}, el('h2', { id: 'chart-title' }, 'Readings and forecasts'), ranges),
        this.#chart.element,
        this.#table.element,
      ),
      el(
        'div.columns.even',
        {},
        el(
          'section.card',
          { 'aria-labelledby': 'weights-title' },
          el('h2', { id: 'weights-title' }, 'What each expert counts'),
          el('p.soft', {}, 'Weights in the blend over time; colours as in the table below.'),
          this.#weights.element,
        ),
        el(
          'section.card',
          { 'aria-labelledby': 'coverage-title' },
          el('h2', { id: 'coverage-title' }, 'Coverage'),
          el(
            'p.soft',
            {},
            'Share of the latest 50 readings within their 80 % interval; the dashed line is what was promised.',
          ),
          this.#coverage.element,
        ),
      ),
      this.#why.element,
    ];
  }

  #choose(shown, button) {
    this.#shown = shown;
    for (const other of button.parentElement.children) {
      other.setAttribute('aria-pressed', String(other === button));
    }
    this.#smallAt = -Infinity;
    this.#draw();
  }

  #take(type, data) {
    if (type === 'state') {
      this.#state = data;
    } else if ((type === 'score' || type === 'forecast') && data.series === this.#name) {
      this.#history[type](data);
      this.#isNew = true;
    } else {
      return;
    }
    if (!this.#isDue) {
      this.#isDue = true;
      const pause = Math.max(0, this.#drawnAt + DRAW_EVERY_MS - performance.now());
      setTimeout(() => requestAnimationFrame(() => this.#drawNow()), pause);
    }
  }

  #drawNow() {
    this.#isDue = false;
    this.#draw();
  }

  #draw() {
    if (this.#signal.aborted || this.#state === null || !this.#chart.element.isConnected) {
      return;
    }
    const now = performance.now();
    this.#drawnAt = now;
    this.#chart.draw(this.#history, this.#shown, this.#state.why?.support === 'zero-heavy');
    this.#tiles.show(this.#state, this.#history);
    if (now - this.#smallAt >= SMALL_EVERY_MS) {
      this.#drawSmall();
      this.#smallAt = now;
    }
  }

  #drawSmall() {
    this.#weights.draw(this.#history.weights.slice(-this.#shown));
    this.#coverage.draw(this.#history.coverage().slice(-this.#shown));
    this.#why.show(this.#state, this.#history.weights.at(-1)?.weights);
    this.#table.show(this.#history.points);
    showBadges(this.#badges, this.#state);
  }
}

/** A name of any length: cut to three lines, and whole on request. */
function title(name) {
  const heading = el('h1.series-name', {}, nameOf(name));
  if (name.length > 200) {
    heading.classList.add('is-long');
    const button = el(
      'button.quiet',
      {
        type: 'button',
        'aria-expanded': 'false',
        onclick: () => {
          const isCut = heading.classList.toggle('is-long');
          button.setAttribute('aria-expanded', String(!isCut));
          button.textContent = isCut ? 'Show the whole name' : 'Show less of the name';
        },
      },
      'Show the whole name',
    );
    return el('div', {}, heading, button);
  }
  return heading;
}
