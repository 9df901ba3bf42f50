/** Why a forecast is what it is: the experts and what they count, and what was found out about the series. */
import { el, setText } from './dom.js';
import { duration, number, percent, words } from './format.js';
import { EXPERTS, SUPPORT, meaning } from './texts.js';
import { bar, setBar } from './spark.js';
import { colourOf } from './chart-small.js';

/** Owned by one view. */
export class Why {
  #body = el('tbody');
  /** @type {Map<string, { row: HTMLElement, point: HTMLElement, bar: HTMLElement, weight: HTMLElement }>} */
  #rows = new Map();
  #facts = el('dl.facts');

  constructor() {
    const heads = [
      ['Expert', ''],
      ['Says', 'is-says'],
      ['Its forecast', 'is-number'],
      ['Counts', 'is-weight'],
    ];
    /** @type {HTMLElement} */
    this.element = el(
      'section.card',
      { 'aria-labelledby': 'why-title' },
      el('h2', { id: 'why-title' }, 'Why this forecast'),
      el('p.soft', {}, 'The forecast is a blend of experts. Those that were right of late count for more.'),
      el(
        'div.why',
        {},
        el(
          'table.experts',
          {},
          el('caption.unseen', {}, 'Experts, their own forecasts and their weights'),
          el(
            'thead',
            {},
            el(
              'tr',
              {},
              heads.map(([head, kind]) => el(`th${kind ? '.' + kind : ''}`, { scope: 'col' }, head)),
            ),
          ),
          this.#body,
        ),
        this.#facts,
      ),
    );
  }

  /**
   * @param {any} state of the series
   * @param {Record<string, number> | undefined} latest weights of the latest event, newer than the state
   */
  show(state, latest) {
    const why = state.why ?? {};
    const experts = [...(why.experts ?? [])].map((one) => ({ ...one, weight: latest?.[one.name] ?? one.weight }));
    experts.sort((a, b) => b.weight - a.weight);
    if (experts.length !== this.#rows.size || experts.some((one) => !this.#rows.has(one.name))) {
      this.#rows = new Map(experts.map((one) => [one.name, expertRow(one.name)]));
      this.#body.replaceChildren(...[...this.#rows.values()].map(({ row }) => row));
    }
    for (const { name, point, weight } of experts) {
      const cells = this.#rows.get(name);
      setText(cells.point, number(point));
      setText(cells.weight, weight > 0 && weight < 0.005 ? '< 1 %' : percent(weight));
      setBar(cells.bar, weight);
    }
    this.#showFacts(why);
  }

  #showFacts(why) {
    const seasons = (why.seasons ?? []).map((length) => number(length)).join(' and ');
    const facts = [
      ['Scale', number(why.scale), 'mean step from one value to the next'],
      ['Seasons', seasons || 'None', seasons ? 'lengths, in readings' : 'none found'],
      ['Cadence', duration(why.cadence), 'between readings'],
      ['Support', why.support ? words(why.support) : '–', meaning(SUPPORT, why.support)],
      [
        'Correction',
        typeof why.correction === 'number' ? `× ${number(why.correction)}` : '–',
        'width of the 80 % interval beside the blend’s own',
      ],
    ];
    const key = JSON.stringify(facts);
    if (this.#facts.dataset.key !== key) {
      this.#facts.dataset.key = key;
      this.#facts.replaceChildren(
        ...facts.map(([name, value, note]) =>
          el('div', {}, el('dt', {}, name), el('dd', {}, el('b', {}, value), el('small', {}, note))),
        ),
      );
    }
  }
}

function expertRow(name) {
  const point = el('td.is-number');
  const weight = el('span');
  const share = bar(0, colourOf(name));
  const swatch = el('i.swatch', { 'aria-hidden': 'true' });
  swatch.style.background = `var(${colourOf(name)})`;
  const row = el(
    'tr',
    {},
    el('th', { scope: 'row' }, swatch, words(name)),
    el('td.is-says.soft', {}, meaning(EXPERTS, name)),
    point,
    el('td.is-weight', {}, el('div', {}, share, weight)),
  );
  return { row, point, bar: share, weight };
}
