/** All series, a page at a time, found by the beginning of their names. */
import { el, setText } from './dom.js';
import { get, withQuery } from './api.js';
import { fullCount } from './format.js';
import { listen, observe } from './events.js';
import { empty, fetched, repeat } from './states.js';
import { SeriesTable } from './series-table.js';
import { noSeries } from './view-overview.js';

const PAGE = 50;
const TYPING_MS = 180;

/** @param {import('./app.js').Visit} visit */
export function seriesList(visit) {
  document.title = 'Series – Rillcast';
  new SeriesList(visit).start();
}

/** Owned by one visit. */
class SeriesList {
  #main;
  #signal;
  #prefix;
  /** Cursors of the pages before this one; the last is this page's own. */
  #cursors = [''];
  #next = null;
  #table = new SeriesTable('Series with their latest values and forecasts');
  #list = el('div');
  #found = el('p.soft', { role: 'status', 'aria-live': 'polite' });
  #search;
  #back = el('button', { type: 'button', disabled: true, onclick: () => this.#turn(-1) }, 'Previous');
  #on = el('button', { type: 'button', disabled: true, onclick: () => this.#turn(1) }, 'Next');
  #timer = 0;
  /** @type {AbortController | null} of the request under way: a later keystroke ends it */
  #request = null;

  constructor({ main, signal, query }) {
    this.#main = main;
    this.#signal = signal;
    this.#prefix = query.get('prefix') ?? '';
    this.#search = el('input', {
      type: 'search',
      id: 'search',
      placeholder: 'Name begins with …',
      autocomplete: 'off',
      spellcheck: 'false',
      maxlength: '1000',
      value: this.#prefix,
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
    });
    const after = query.get('after');
    if (after) {
      this.#cursors.push(after);
    }
  }

  start() {
    this.#main.append(
      el('div.head', {}, el('h1', {}, 'Series'), this.#found),
      el(
        'div.search',
        { role: 'search' },
        el('label.unseen', { for: 'search' }, 'Find series whose name begins with'),
        this.#search,
      ),
      el('section.card.flush', { 'aria-label': 'Series' }, this.#list),
      el('div.paging', { role: 'group', 'aria-label': 'Pages' }, this.#back, this.#on),
    );
    const slash = (event) => {
      if (event.key === '/' && !(event.target instanceof HTMLInputElement)) {
        event.preventDefault();
        this.#search.focus();
      }
    };
    addEventListener('keydown', slash);
    this.#signal.addEventListener('abort', () => {
      removeEventListener('keydown', slash);
      this.#request?.abort();
      clearTimeout(this.#timer);
    });
    this.#signal.addEventListener(
      'abort',
      observe((state, isBack) => isBack && this.#load()),
    );
    repeat(this.#signal, 3000, async () => {
      const request = this.#request;
      const answer = await get(this.#path(), request?.signal);
      if (request === this.#request) {
        this.#show(answer);
      }
    });
    listen([], () => {});
    this.#load();
  }

  #path() {
    return withQuery('api/series', { prefix: this.#prefix, limit: PAGE, after: this.#cursors.at(-1) });
  }

  #load() {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.#list.classList.add('is-old');
    fetched(
      this.#list,
      request.signal,
      () => get(this.#path(), request.signal),
      (answer) => this.#show(answer),
    ).finally(() => request === this.#request && this.#list.classList.remove('is-old'));
  }

  #show({ series, next, total, partial }) {
    this.#next = next;
    this.#on.disabled = !next;
    this.#back.disabled = this.#cursors.length < 2;
    const missing = partial ? '; some instances do not answer, so some series may be missing' : '';
    setText(this.#found, this.#summary(series.length, total) + missing);
    this.#table.show(series);
    const content = series.length
      ? this.#table.element
      : this.#prefix
        ? empty('No series found', 'No name begins with “', el('bdi', {}, this.#prefix), '”. Capitals count.')
        : noSeries();
    if (series.length === 0 || !content.isConnected) {
      this.#list.replaceChildren(content);
    }
    return content;
  }

  #summary(shown, total) {
    const page = this.#cursors.length;
    if (this.#prefix) {
      const more = this.#next || page > 1 ? `page ${page}` : `${fullCount(shown)} found`;
      const prefix = this.#prefix.length > 40 ? `${this.#prefix.slice(0, 40)}…` : this.#prefix;
      return `Names that begin with “${prefix}”: ${more}`;
    }
    if (!this.#next && page === 1) {
      return `${fullCount(shown)} in all`;
    }
    return typeof total === 'number' ? `About ${fullCount(total)} in all, page ${page}` : `Page ${page}`;
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#prefix = this.#search.value;
      this.#cursors = [''];
      this.#remember();
      this.#load();
    }, TYPING_MS);
  }

  #key(event) {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.#table.focusFirst();
    }
  }

  #turn(by) {
    if (by > 0 && this.#next) {
      this.#cursors.push(this.#next);
    } else if (by < 0 && this.#cursors.length > 1) {
      this.#cursors.pop();
    }
    this.#remember();
    this.#load();
    scrollTo(0, 0);
  }

  /** The address follows, so that a link or a reload leads here again. */
  #remember() {
    history.replaceState(null, '', withQuery('#/series', { prefix: this.#prefix, after: this.#cursors.at(-1) }));
  }
}
