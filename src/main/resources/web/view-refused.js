/** What was not forecast, and why: readings skipped, records refused, and the latest of these. */
import { el } from './dom.js';
import { get } from './api.js';
import { fullCount, time, words } from './format.js';
import { listen, observe } from './events.js';
import { empty, fetched, repeat } from './states.js';
import { REFUSED, SKIPPED, meaning } from './texts.js';
import { bar } from './spark.js';

/** @param {import('./app.js').Visit} visit */
export function refusedView({ main, signal }) {
  document.title = 'Refused – Rillcast';
  const body = el('div.stack');
  main.append(
    el(
      'div.head',
      {},
      el('h1', {}, 'Refused'),
      el(
        'p.soft',
        {},
        'Readings that teach nothing are skipped. ' +
          'Records that are no readings go to the dead letters, unchanged, with their cause.',
      ),
    ),
    body,
  );
  let shown = '';
  const load = async () => {
    const answer = await get('api/refused', signal);
    shown = JSON.stringify(answer);
    return answer;
  };
  const again = () => fetched(body, signal, load, content);
  again();
  repeat(signal, 3000, async () => {
    const answer = await get('api/refused', signal);
    if (JSON.stringify(answer) !== shown && !body.contains(document.activeElement)) {
      shown = JSON.stringify(answer);
      body.replaceChildren(...content(answer));
    }
  });
  signal.addEventListener(
    'abort',
    observe((state, isBack) => isBack && again()),
  );
  listen([], () => {});
}

function content({ skipped, refused, recent }) {
  return [
    el(
      'div.columns.even',
      {},
      counts('Skipped readings', 'skipped', skipped, SKIPPED, 'No reading was skipped.'),
      counts('Dead letters', 'refused', refused, REFUSED, 'No record was refused.'),
    ),
    el(
      'section.card.flush',
      {},
      el(
        'div.card-text',
        {},
        el('h2', {}, 'Latest dead letters'),
        el('p.soft', {}, 'Once the cause is mended, rillcast replay-dead-letters sends them through again.'),
      ),
      recent.length ? letters(recent) : empty('None', 'Every record so far was a reading.'),
    ),
  ];
}

function counts(title, id, numbers, texts, none) {
  const entries = Object.entries(numbers ?? {})
    .filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1]);
  const largest = entries[0]?.[1] ?? 1;
  return el(
    'section.card',
    { 'aria-labelledby': id },
    el('h2', { id }, title),
    entries.length === 0
      ? el('p.soft', {}, none)
      : el(
          'table.counts',
          {},
          el('caption.unseen', {}, title),
          el(
            'tbody',
            {},
            entries.map(([name, n]) =>
              el(
                'tr',
                {},
                el('th', { scope: 'row' }, words(name), el('small', {}, meaning(texts, name))),
                el('td.is-bar', {}, bar(n / largest, '--accent')),
                el('td.is-number', {}, fullCount(n)),
              ),
            ),
          ),
        ),
  );
}

function letters(recent) {
  return el(
    'div.scroll',
    { tabindex: '0', role: 'region', 'aria-label': 'Latest dead letters' },
    el(
      'table.plain',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          ['At', 'Cause', 'Why', 'Topic', 'Partition', 'Offset'].map((head) => el('th', { scope: 'col' }, head)),
        ),
      ),
      el(
        'tbody',
        {},
        recent.map((letter) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, time(letter.at, true)),
            el('td', {}, words(letter.cause)),
            el('td', {}, el('span.reason', {}, letter.sentence ?? '')),
            el('td', {}, letter.topic),
            el('td', {}, String(letter.partition)),
            el('td', {}, String(letter.offset)),
          ),
        ),
      ),
    ),
  );
}
