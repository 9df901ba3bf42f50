/** Loading, error, and what comes after: the states of everything that is fetched. */
import { el } from './dom.js';
import { Problem } from './api.js';

/** Shorter waits are not shown: a flash of grey is worse than nothing. */
const UNSEEN_WAIT_MS = 200;

/**
 * Fetches and shows, again on request, and by itself where the server said when to come back.
 * @template T
 * @param {Element} place whose children are replaced
 * @param {AbortSignal} signal of the view
 * @param {() => Promise<T>} load
 * @param {(value: T) => Node | Node[]} show
 * @returns {Promise<void>}
 */
export async function fetched(place, signal, load, show) {
  const wait = setTimeout(() => place.replaceChildren(loading()), place.hasChildNodes() ? 2 ** 30 : UNSEEN_WAIT_MS);
  place.setAttribute('aria-busy', 'true');
  try {
    const value = await load();
    clearTimeout(wait);
    if (!signal.aborted) {
      place.replaceChildren(...[show(value)].flat());
    }
  } catch (failed) {
    clearTimeout(wait);
    if (!signal.aborted) {
      const again = () => fetched(place, signal, load, show);
      place.replaceChildren(failure(failed, again, signal));
    }
  } finally {
    place.removeAttribute('aria-busy');
  }
}

/** Grey lines where text will be. */
export function loading() {
  return el(
    'div.loading',
    { role: 'status' },
    el('span.unseen', {}, 'Loading'),
    [1, 2, 3, 4].map(() => el('div.bone', { 'aria-hidden': 'true' })),
  );
}

/**
 * @param {string} title
 * @param {...(Node | string)} text
 */
export function empty(title, ...text) {
  return el('div.state', {}, el('h2', {}, title), el('p.soft', {}, ...text));
}

/**
 * What went wrong and what can be done.
 * @param {unknown} failed
 * @param {() => void} again
 * @param {AbortSignal} signal
 */
export function failure(failed, again, signal) {
  const problem = failed instanceof Problem ? failed : new Problem(-1, 'This page failed', String(failed));
  if (!(failed instanceof Problem)) {
    console.error(failed);
  }
  const button = el('button', { type: 'button', onclick: again }, 'Try again');
  const box = el(
    'div.state.failed',
    { role: 'alert', 'data-status': problem.status },
    el('h2', {}, titleOf(problem)),
    el('p', {}, problem.detail),
    button,
  );
  const seconds = problem.retryAfter ?? (problem.status === 0 ? 3 : null);
  if (seconds !== null) {
    box.append(el('p.soft', {}, `Trying again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`));
    const timer = setTimeout(again, 1000 * seconds);
    button.addEventListener('click', () => clearTimeout(timer));
    signal.addEventListener('abort', () => clearTimeout(timer));
  }
  return box;
}

function titleOf(problem) {
  if (problem.status === 404) {
    return 'Not known here';
  }
  if (problem.status === 503) {
    return 'Not ready yet';
  }
  return problem.status === 0 ? 'The service does not answer' : problem.title;
}

/**
 * Repeats while the view is shown and the page can be seen. An answer that fails changes nothing: the next may not, and
 * a break is told of elsewhere.
 * @param {AbortSignal} signal
 * @param {number} everyMs
 * @param {() => Promise<void>} action
 */
export function repeat(signal, everyMs, action) {
  let isRunning = false;
  const timer = setInterval(async () => {
    if (document.hidden || isRunning) {
      return;
    }
    isRunning = true;
    try {
      await action();
    } catch (failed) {
      if (!(failed instanceof Problem) && failed.name !== 'AbortError') {
        throw failed;
      }
    } finally {
      isRunning = false;
    }
  }, everyMs);
  signal.addEventListener('abort', () => clearInterval(timer));
}
