/** Entry: routes, theme, and the state of the connection. */
import { el, setText } from './dom.js';
import { offset } from './format.js';
import { observe, onStatus, unlisten, listen } from './events.js';
import { overview } from './view-overview.js';
import { seriesList } from './view-list.js';
import { seriesView } from './view-series.js';
import { modelsView, modelView } from './view-models.js';
import { refusedView } from './view-refused.js';

/**
 * A view fills `main` and lives until `signal` is aborted. What follows its name in the hash is its own, so that a link
 * leads where its sender was.
 * @typedef {{ main: HTMLElement, signal: AbortSignal, rest: string, query: URLSearchParams }} Visit
 */

const main = document.getElementById('content');
/** @type {AbortController | null} */
let current = null;

/** @param {string} hash @returns {{ name: string, rest: string, query: URLSearchParams }} */
function parsed(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name, ...others] = path.split('/');
  const rest = others.join('/');
  let decoded = '';
  try {
    decoded = decodeURIComponent(rest);
  } catch {
    decoded = rest;
  }
  return { name: name || 'overview', rest: decoded, query: new URLSearchParams(query) };
}

/** @returns {(visit: Visit) => void} */
function viewOf(name, rest) {
  const views = {
    overview,
    series: rest ? seriesView : seriesList,
    models: rest ? modelView : modelsView,
    refused: refusedView,
  };
  return Object.hasOwn(views, name) ? views[name] : lost;
}

/** @param {Visit} visit */
function lost({ main: place }) {
  document.title = 'Nothing here – Rillcast';
  listen([], () => {});
  place.append(
    el('h1', {}, 'Nothing here'),
    el('p', {}, 'This address leads nowhere. ', el('a', { href: '#/' }, 'To the overview')),
  );
}

function visit(isFirst) {
  const { name, rest, query } = parsed(location.hash);
  current?.abort();
  unlisten();
  current = new AbortController();
  for (const link of document.querySelectorAll('nav a')) {
    link.toggleAttribute('aria-current', false);
    if (link.dataset.view === name) {
      link.setAttribute('aria-current', 'page');
    }
  }
  main.replaceChildren();
  viewOf(name, rest)({ main, signal: current.signal, rest, query });
  if (!isFirst) {
    scrollTo(0, 0);
    const title = main.querySelector('h1');
    title?.setAttribute('tabindex', '-1');
    title?.focus();
  }
}

function showConnection() {
  const pill = document.getElementById('connection');
  const notice = document.getElementById('notice');
  let connection = 'connecting';
  let status = null;
  const show = () => {
    const isWaiting = connection === 'live' && status && !status.ready;
    pill.dataset.state = isWaiting ? 'waiting' : connection;
    setText(
      pill,
      isWaiting ? 'Not ready' : { connecting: 'Connecting', live: 'Live', reconnecting: 'Reconnecting' }[connection],
    );
    document.body.classList.toggle('is-behind', connection === 'reconnecting');
    const text =
      connection === 'reconnecting'
        ? 'The connection is lost. What you see is what was known last; it goes on by itself.'
        : isWaiting
          ? `Not ready yet: ${status.reason ?? status.state}`
          : '';
    setText(notice, text);
    notice.hidden = !text;
  };
  observe((state) => {
    connection = state;
    show();
  });
  onStatus((data) => {
    status = data;
    setText(document.getElementById('version'), `Rillcast ${data.version ?? ''}`);
    show();
  });
}

function chooseTheme() {
  const button = document.getElementById('theme');
  const themes = ['system', 'light', 'dark'];
  const show = (theme) => {
    button.textContent = `Theme: ${theme}`;
    document.documentElement.toggleAttribute('data-theme', theme !== 'system');
    if (theme !== 'system') {
      document.documentElement.dataset.theme = theme;
    }
    dispatchEvent(new Event('themechange'));
  };
  show(document.documentElement.dataset.theme || 'system');
  button.addEventListener('click', () => {
    const next = themes[(themes.indexOf(document.documentElement.dataset.theme || 'system') + 1) % themes.length];
    try {
      localStorage.setItem('theme', next);
    } catch {
      // Kept for this visit only where storage is forbidden.
    }
    show(next);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => dispatchEvent(new Event('themechange')));
}

setText(document.getElementById('zone'), `Times are local (${offset(new Date())})`);
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
chooseTheme();
showConnection();
addEventListener('hashchange', () => visit(false));
visit(true);
