/** One series: its chart, kept up by events, and why its forecast is what it is. */
import { el, nameOf, setText } from './dom.js';
import { get, modelLink, segment } from './api.js';
import { fullCount, interval, number, percent, signedPercent, time } from './format.js';
import { listen, observe } from './events.js';
import { failure, fetched, repeat } from './states.js';
import { ForecastChart } from './chart-forecast.js';
import { CoverageChart, WeightsChart } from './chart-small.js';
import { History } from './history.js';
import { Why } from './why.js';

const RANGES = [100, 300, 1000];
const KEPT = 1000;
const TABLE_ROWS = 20;

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
    repeat(this.#signal, 3000, async () => this.#take('state', await get(this.#path, this.#signal)));
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
    this.#draw();
  }

  /** Takes an event; drawn with the next frame, so that a fast series costs one drawing a frame. */
  #take(type, data) {
    if (type === 'state') {
      this.#state = data;
    } else if ((type === 'score' || type === 'forecast') && data.series === this.#name) {
      this.#history[type](data);
    } else {
      return;
    }
    if (!this.#isDue && !this.#signal.aborted) {
      this.#isDue = true;
      requestAnimationFrame(() => {
        this.#isDue = false;
        this.#draw();
      });
    }
  }

  #draw() {
    if (this.#signal.aborted || this.#state === null || !this.#chart.element.isConnected) {
      return;
    }
    try {
      this.#chart.draw(this.#history, this.#shown, this.#state.why?.support === 'zero-heavy');
      this.#weights.draw(this.#history.weights.slice(-this.#shown));
      const coverage = this.#history.coverage();
      this.#coverage.draw(coverage.slice(-this.#shown));
      this.#tiles.show(this.#state, this.#history);
      this.#why.show(this.#state, this.#history.weights.at(-1)?.weights);
      this.#table.show(this.#history.points);
      showBadges(this.#badges, this.#state);
    } catch (failed) {
      this.#main.append(failure(failed, () => location.reload(), this.#signal));
    }
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

function showBadges(place, state) {
  const version = state.forecast?.modelVersion;
  const parts = [
    ['Group ', el('a', { href: modelLink(state.group) }, nameOf(state.group))],
    [version ? `Model version ${version}` : 'No model trained yet'],
    [`${fullCount(state.readings)} readings`],
  ];
  const key = JSON.stringify([state.group, version, state.readings, state.stale, state.forecast?.warm]);
  if (place.dataset.key === key) {
    return;
  }
  place.dataset.key = key;
  place.replaceChildren(
    ...parts.map((part) => el('span', {}, ...part)),
    ...(state.stale ? [el('span.badge.is-warn', {}, 'From a standby: may be behind')] : []),
    ...(state.forecast && !state.forecast.warm ? [el('span.badge', {}, 'Warming up')] : []),
  );
}

function tiles() {
  const cells = {};
  const element = el('dl.tiles.figures');
  for (const [key, label] of [
    ['last', 'Last reading'],
    ['next', 'Next, as forecast'],
    ['skill', 'Skill against naive'],
    ['coverage', '80 % coverage'],
  ]) {
    cells[key] = [el('dd.tile-value', {}, '–'), el('dd.tile-note')];
    element.append(el('div.tile', {}, el('dt', {}, label), cells[key]));
  }
  const put = (key, value, note) => [value, note].forEach((text, i) => setText(cells[key][i], text));
  return {
    element,
    show(state, history) {
      const last = history.points.findLast((point) => point.value !== null);
      const next = history.next;
      const score = state.score ?? {};
      const skill =
        typeof score.skill === 'number' ? score.skill : typeof score.mase === 'number' ? 1 - score.mase : null;
      put('last', number(last?.value ?? state.last?.value), time(last?.at ?? state.last?.timestamp, true));
      put(
        'next',
        number(next?.point ?? state.forecast?.point),
        next ? `80 %: ${interval(next.lower80, next.upper80)}` : '',
      );
      put(
        'skill',
        signedPercent(skill),
        skill === null
          ? 'too few scores yet'
          : skill >= 0
            ? 'smaller errors than the last value makes'
            : 'larger errors than the last value makes',
      );
      put('coverage', percent(score.coverage80), 'of the latest readings within the interval');
    },
  };
}

/** The latest readings as a table, for those who read rather than look; filled while it is open. */
function readingsTable() {
  const body = el('tbody');
  let points = [];
  const heads = ['Time', 'Reading', 'Forecast', '80 % interval', '95 % interval'];
  const fill = () =>
    body.replaceChildren(
      ...points
        .slice(-TABLE_ROWS)
        .reverse()
        .map((point) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, time(point.at, true)),
            el('td', {}, number(point.value)),
            el('td', {}, number(point.point)),
            el('td', {}, interval(point.lower80, point.upper80)),
            el('td', {}, interval(point.lower95, point.upper95)),
          ),
        ),
    );
  const details = el(
    'details',
    { ontoggle: () => details.open && fill() },
    el('summary', {}, `The latest ${TABLE_ROWS} readings as a table`),
    el(
      'div.scroll',
      { tabindex: '0', role: 'region', 'aria-label': 'Latest readings' },
      el(
        'table.plain',
        {},
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            heads.map((head) => el('th', { scope: 'col' }, head)),
          ),
        ),
        body,
      ),
    ),
  );
  return {
    element: details,
    show(latest) {
      points = latest;
      if (details.open) {
        fill();
      }
    },
  };
}
