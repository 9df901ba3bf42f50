/** How the stream is, which series there are, and what is happening now. */
import { el, nameOf, setText } from './dom.js';
import { get, modelLink, seriesLink } from './api.js';
import { count, fullCount, number, time } from './format.js';
import { lastStatus, listen, observe, onStatus, rates } from './events.js';
import { empty, fetched, repeat } from './states.js';
import { spark } from './spark.js';
import { SeriesTable } from './series-table.js';

const SERIES_SHOWN = 8;
const EVENTS_SHOWN = 10;
/** Faster than this nobody reads. */
const EVENT_EVERY_MS = 700;

/** @param {import('./app.js').Visit} visit */
export function overview({ main, signal }) {
  document.title = 'Overview – Rillcast';
  const title = el('h1', {}, 'Overview');
  const lead = el('p.lead.soft', {}, 'Waiting for the first news of the stream.');
  const health = healthTiles(signal);
  const series = el('div');
  const happenings = new Happenings();
  main.append(
    el('div.head', {}, title, lead),
    health.element,
    el(
      'div.columns',
      {},
      el(
        'section.card',
        { 'aria-labelledby': 'top-title' },
        el('div.card-head', {}, el('h2', { id: 'top-title' }, 'Series'), el('a', { href: '#/series' }, 'All series')),
        series,
      ),
      happenings.element,
    ),
  );
  const table = new SeriesTable('The first series by name, with their latest values and forecasts');
  const path = `api/series?limit=${SERIES_SHOWN}`;
  const load = () =>
    fetched(
      series,
      signal,
      () => get(path, signal),
      ({ series: rows }) => {
        table.show(rows);
        return rows.length ? table.element : noSeries();
      },
    );
  load();
  repeat(signal, 3000, async () => {
    const { series: rows } = await get(path, signal);
    table.show(rows);
    if (rows.length && !table.element.isConnected) {
      series.replaceChildren(table.element);
    }
  });
  signal.addEventListener(
    'abort',
    observe((state, isBack) => isBack && load()),
  );
  const showStatus = (status) => {
    setText(lead, sentence(status));
    health.show(status);
  };
  const stop = onStatus(showStatus);
  signal.addEventListener('abort', stop);
  if (lastStatus) {
    showStatus(lastStatus);
  } else {
    get('api/status', signal).then(showStatus, () => {});
  }
  listen([], (type, data) => happenings.take(type, data));
}

/** @returns {HTMLElement} */
export function noSeries() {
  return empty(
    'No series yet',
    'Each series shows up here with its first reading. Publish some with ',
    el('code', {}, 'rillcast publish FILE'),
    ', or look at bundled ones with ',
    el('code', {}, 'rillcast demo'),
    '.',
  );
}

function sentence(status) {
  if (!status.ready) {
    return status.reason ?? `The service is ${status.state}.`;
  }
  const lag = status.lag?.readings ?? 0;
  return lag > 0
    ? `Running, ${fullCount(lag)} ${lag === 1 ? 'reading' : 'readings'} behind.`
    : 'Running, every reading so far is forecast.';
}

function healthTiles(signal) {
  const tiles = {};
  const element = el('dl.tiles.figures');
  const add = (key, label, extra) => {
    tiles[key] = { value: el('dd.tile-value', {}, '–'), note: el('dd.tile-note') };
    element.append(el('div.tile', {}, el('dt', {}, label), tiles[key].value, tiles[key].note, extra));
  };
  const rate = el('dd.tile-picture', { 'aria-hidden': 'true' });
  add('rate', 'Readings a second', rate);
  add('lag', 'Lag');
  add('restoring', 'Restoring');
  add('refused', 'Refused');
  add('instances', 'Instances');
  const put = (key, value, note, mood = '') => {
    setText(tiles[key].value, value);
    setText(tiles[key].note, note);
    tiles[key].value.parentElement.dataset.mood = mood;
  };
  const refused = async () => {
    const answer = await get('api/refused', signal);
    const total = sum(answer.refused);
    put('refused', count(total), `${count(sum(answer.skipped))} skipped`, total > 0 ? 'warn' : '');
  };
  refused().catch(() => {});
  repeat(signal, 5000, refused);
  return {
    element,
    show(status) {
      put('rate', count(status.readings?.perSecond), `${count(status.readings?.admitted)} so far`);
      rate.replaceChildren(spark(rates, true));
      const lag = status.lag?.readings;
      put('lag', count(lag), 'readings not forecast yet');
      const partitions = status.restoring?.partitions ?? 0;
      put(
        'restoring',
        partitions ? count(status.restoring.remaining) : 'None',
        partitions ? `records to go in ${partitions} partitions` : 'all state is here',
        partitions ? 'warn' : '',
      );
      const instances = status.instances?.length ?? 1;
      put('instances', count(instances), `up since ${time(status.since, true)}`);
    },
  };
}

const sum = (counts) => Object.values(counts ?? {}).reduce((total, n) => total + n, 0);

/** The latest scores and model decisions, at a pace that can be read and stopped. */
class Happenings {
  #list = el(
    'ol.happenings',
    { tabindex: '0', 'aria-label': 'Latest scores' },
    el('li.soft', {}, 'Scores show up here as readings come.'),
  );
  #pause = el('button.quiet', { type: 'button', 'aria-pressed': 'false', onclick: () => this.#toggle() }, 'Pause');
  #isPaused = false;
  #lastAt = 0;

  constructor() {
    this.element = el(
      'section.card',
      { 'aria-labelledby': 'now-title' },
      el('div.card-head', {}, el('h2', { id: 'now-title' }, 'Just now'), this.#pause),
      this.#list,
    );
  }

  take(type, data) {
    const now = Date.now();
    const isDue = type === 'model' || (type === 'score' && now - this.#lastAt >= EVENT_EVERY_MS);
    if (this.#isPaused || document.hidden || !isDue) {
      return;
    }
    if (this.#lastAt === 0) {
      this.#list.replaceChildren();
    }
    this.#lastAt = now;
    this.#list.prepend(type === 'model' ? modelItem(data) : scoreItem(data));
    while (this.#list.children.length > EVENTS_SHOWN) {
      this.#list.lastChild.remove();
    }
  }

  #toggle() {
    this.#isPaused = !this.#isPaused;
    this.#pause.setAttribute('aria-pressed', String(this.#isPaused));
  }
}

function scoreItem(score) {
  const short = score.series.length > 200 ? `${score.series.slice(0, 200)}…` : score.series;
  return el(
    'li',
    { 'data-covered': score.covered80 },
    el('a.happening-name', { href: seriesLink(score.series) }, nameOf(short)),
    el(
      'span.happening-text.figures',
      {},
      el('b', {}, number(score.actual)),
      ` came, ${number(score.point)} was forecast`,
    ),
    el('small', {}, score.covered80 ? 'within the 80 % interval' : 'outside the 80 % interval'),
  );
}

function modelItem(model) {
  return el(
    'li.is-model',
    {},
    el('a.happening-name', { href: modelLink(model.group) }, 'Model of ', nameOf(model.group)),
    el(
      'span.happening-text',
      {},
      `${model.decision === 'promoted' ? `Version ${model.version} promoted` : model.decision}`,
    ),
    el('small', {}, model.reason ?? ''),
  );
}
