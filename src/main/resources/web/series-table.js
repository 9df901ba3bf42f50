/** Series as rows: last values, next forecast, skill. Rows stay the same elements while their numbers change. */
import { el, nameOf, setText } from './dom.js';
import { seriesLink } from './api.js';
import { interval, number, percent, signedPercent, time } from './format.js';
import { skillBar, spark } from './spark.js';

const COLUMNS = [
  ['Series', 'name'],
  ['Last values', 'shape'],
  ['Last', 'value'],
  ['Next', 'next'],
  ['80 % interval', 'band'],
  ['Skill', 'skill'],
  ['Coverage', 'coverage'],
];

/** A table of series; owned by one view. */
export class SeriesTable {
  #body = el('tbody', { role: 'rowgroup' });
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();

  /** @param {string} caption what the table holds, for those who do not see it */
  constructor(caption) {
    const heads = COLUMNS.map(([title, kind]) => el(`th.is-${kind}`, { scope: 'col', role: 'columnheader' }, title));
    /** @type {HTMLElement} */
    this.element = el(
      'table.series-table',
      { role: 'table' },
      el('caption.unseen', {}, caption),
      el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, heads)),
      this.#body,
    );
    this.element.addEventListener('keydown', (event) => this.#move(event));
  }

  /** @param {any[]} series as the list of the API has them */
  show(series) {
    const names = series.map((one) => one.series);
    const isSame = names.length === this.#rows.size && names.every((name) => this.#rows.has(name));
    if (!isSame) {
      const focused = this.#body.querySelector('a:focus')?.closest('tr');
      const before = this.#rows;
      this.#rows = new Map(series.map((one) => [one.series, before.get(one.series) ?? rowOf(one.series)]));
      this.#body.replaceChildren(...this.#rows.values());
      if (focused?.isConnected) {
        focused.querySelector('a').focus();
      }
    }
    series.forEach((one) => fill(this.#rows.get(one.series), one));
  }

  /** Focuses the first row, as the search field does on the arrow down. */
  focusFirst() {
    this.#body.querySelector('a')?.focus();
  }

  #move(event) {
    const links = [...this.#body.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (at < 0 || to === undefined || !links[to]) {
      return;
    }
    event.preventDefault();
    links[to].focus();
    links[to].scrollIntoView({ block: 'nearest' });
  }
}

function rowOf(name) {
  const cells = COLUMNS.slice(1).map(([, kind]) => el(`td.is-${kind}`, { role: 'cell' }));
  const link = el(
    'a',
    { href: seriesLink(name), title: name.length > 300 ? `${name.slice(0, 300)}…` : name },
    nameOf(shortened(name)),
  );
  return el(
    'tr',
    { role: 'row' },
    el('th.is-name', { scope: 'row', role: 'rowheader' }, link, el('small.when')),
    cells,
  );
}

/** The browser cuts what does not fit; this only spares it ten thousand characters a row. */
const shortened = (name) => (name.length > 300 ? `${name.slice(0, 300)}…` : name);

function fill(row, one) {
  const [name, shape, value, next, band, skill, coverage] = row.children;
  const key = JSON.stringify([one.timestamp, one.value, one.point, one.skill, one.coverage80]);
  if (row.dataset.key === key) {
    return;
  }
  row.dataset.key = key;
  setText(name.lastChild, time(one.timestamp));
  shape.replaceChildren(spark(one.spark ?? []));
  setText(value, number(one.value));
  setText(next, number(one.point));
  setText(band, interval(one.lower80, one.upper80));
  skill.replaceChildren(skillBar(one.skill), el('span', {}, signedPercent(one.skill)));
  setText(coverage, percent(one.coverage80));
}
