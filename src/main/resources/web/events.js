/**
 * The stream of events: one connection for the whole page, since a browser grants a server few. It comes back by itself
 * after a break, and views learn of it so that they can load what they missed.
 */
import { segment } from './api.js';

/** @typedef {'connecting' | 'live' | 'reconnecting'} StreamState */

const TYPES = ['forecast', 'score', 'model', 'status'];
/** A status comes every 2 s: after this long without a word the connection is dead, though nothing says so. */
const SILENCE_MS = 10_000;
const LONGEST_PAUSE_MS = 10_000;
const RATES_KEPT = 90;
/** A tab that nobody looks at gives its connection back after this long: a browser grants a server only six. */
const REST_AFTER_MS = 20_000;

/** @type {EventSource | null} */
let source = null;
let query = '';
/** @type {StreamState} */
let state = 'connecting';
let heardAt = 0;
let attempts = 0;
let retry = 0;
let rest = 0;
/** Whether events were missed since the views loaded. */
let hasMissed = false;
/** @type {((type: string, data: any) => void) | null} */
let listener = null;
const observers = new Set();
const statusObservers = new Set();

/** Readings a second, of the latest statuses, oldest first. */
export const rates = [];
/** The latest status, or null. */
export let lastStatus = null;

/**
 * Listens to some series or, where none is named, to a sample of all.
 * @param {string[]} series
 * @param {(type: string, data: any) => void} onEvent
 */
export function listen(series, onEvent) {
  listener = onEvent;
  const wanted = series.map((name) => 'series=' + segment(name)).join('&');
  if (wanted !== query || source === null) {
    query = wanted;
    open();
  }
}

/** Stops the listener of a view that is left; the connection stays for the next. */
export function unlisten() {
  listener = null;
}

/**
 * @param {(state: StreamState, isBack: boolean) => void} observer told of each change; `isBack` when events were missed
 * @returns {() => void} ends it
 */
export function observe(observer) {
  observers.add(observer);
  observer(state, false);
  return () => observers.delete(observer);
}

function open() {
  clearTimeout(retry);
  source?.close();
  const opened = new EventSource(query ? `api/stream?${query}` : 'api/stream');
  source = opened;
  heardAt = Date.now();
  opened.onopen = () => {
    attempts = 0;
    heard();
  };
  opened.onerror = () => {
    become('reconnecting');
    if (opened.readyState === EventSource.CLOSED && source === opened) {
      openLater();
    }
  };
  for (const type of TYPES) {
    opened.addEventListener(type, (event) => receive(type, event));
  }
}

function openLater() {
  clearTimeout(retry);
  attempts++;
  retry = setTimeout(open, Math.min(LONGEST_PAUSE_MS, 500 * 2 ** Math.min(attempts, 5)));
}

function receive(type, event) {
  heard();
  let data;
  try {
    data = JSON.parse(event.data);
  } catch {
    return;
  }
  if (type === 'status') {
    lastStatus = data;
    rates.push(data.readings?.perSecond ?? 0);
    rates.splice(0, rates.length - RATES_KEPT);
    statusObservers.forEach((observer) => observer(data));
  }
  listener?.(type, data);
}

/**
 * @param {(status: any) => void} observer told of each status
 * @returns {() => void} ends it
 */
export function onStatus(observer) {
  statusObservers.add(observer);
  return () => statusObservers.delete(observer);
}

function heard() {
  heardAt = Date.now();
  become('live');
}

function become(next) {
  if (next === state) {
    return;
  }
  hasMissed ||= next === 'reconnecting';
  const isBack = next === 'live' && hasMissed;
  hasMissed &&= !isBack;
  state = next;
  observers.forEach((observer) => observer(state, isBack));
}

setInterval(() => {
  if (source !== null && !document.hidden && Date.now() - heardAt > SILENCE_MS) {
    become('reconnecting');
    open();
  }
}, 1000);

document.addEventListener('visibilitychange', () => {
  clearTimeout(rest);
  if (document.hidden) {
    rest = setTimeout(() => {
      clearTimeout(retry);
      source?.close();
      source = null;
      hasMissed = true;
      become('connecting');
    }, REST_AFTER_MS);
  } else if (source === null) {
    open();
  }
});
addEventListener('pagehide', () => source?.close());
addEventListener('pageshow', (event) => event.persisted && open());
