/** What is said of one series above its chart, and its latest readings as a table. */
import { el, nameOf, setText } from './dom.js';
import { modelLink } from './api.js';
import { fullCount, interval, number, percent, signedPercent, time } from './format.js';

const TABLE_ROWS = 20;

/**
 * Group, model and count of readings, and whether the answer may be behind.
 * @param {HTMLElement} place
 * @param {any} state of the series
 */
export function showBadges(place, state) {
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

/** The four figures that matter most. */
export function tiles() {
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
export function readingsTable() {
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
