/** Model groups with their losses, and one group's versions and trainings with the reason of each decision. */
import { el, nameOf } from './dom.js';
import { get, modelLink, segment, withQuery } from './api.js';
import { fullCount, isNumber, loss, milliseconds, time, words } from './format.js';
import { listen, observe } from './events.js';
import { empty, fetched, repeat } from './states.js';
import { bar } from './spark.js';

const PAGE = 50;

/** @param {import('./app.js').Visit} visit */
export function modelsView({ main, signal, query }) {
  document.title = 'Models – Rillcast';
  const path = withQuery('api/models', { limit: PAGE, after: query.get('after') });
  const body = el('div.stack');
  main.append(
    el(
      'div.head',
      {},
      el('h1', {}, 'Models'),
      el(
        'p.soft',
        {},
        'Each group of series has a recurrent network of its own. It is retrained as readings come, ' +
          'and a candidate takes over only where it is better.',
      ),
    ),
    body,
  );
  keepUp(body, signal, path, ({ groups, next }) =>
    groups.length === 0
      ? empty(
          'No models yet',
          'The first is trained once a group has enough readings. ' +
            'Until then forecasts come from the experts that need no training.',
        )
      : [
          el('div.groups', {}, groups.map(groupCard)),
          next ? el('p', {}, el('a', { href: withQuery('#/models', { after: next }) }, 'Further groups')) : el('span'),
        ],
  );
}

/** @param {import('./app.js').Visit} visit */
export function modelView({ main, signal, rest }) {
  document.title = `Model of ${rest.slice(0, 80)} – Rillcast`;
  const body = el('div.stack');
  main.append(
    el('p.path', {}, el('a', { href: '#/models' }, 'Models')),
    el('div.head', {}, el('h1.series-name', {}, 'Model of ', nameOf(rest))),
    body,
  );
  keepUp(body, signal, `api/models/${segment(rest)}`, ({ incumbent, versions, trainings }) => [
    incumbent
      ? el(
          'section.card',
          { 'aria-label': 'Incumbent' },
          el('h2', {}, `Version ${incumbent.version} is in use`),
          losses(incumbent),
          facts(incumbent),
        )
      : empty('No model yet', 'The first is trained once the group has enough readings.'),
    section('Trainings', 'What became of each candidate, the latest first.', trainingsTable(trainings ?? [])),
    section(
      'Versions kept',
      'Any of them can be promoted again with rillcast models.',
      versionsTable(versions ?? [], incumbent?.version),
    ),
  ]);
}

/** Shows an answer, and again when a model event, a recovery or some seconds bring another. */
function keepUp(body, signal, path, show) {
  let shown = '';
  const load = async () => {
    const answer = await get(path, signal);
    shown = JSON.stringify(answer);
    return answer;
  };
  const again = () => fetched(body, signal, load, show);
  const compare = async () => {
    const answer = await get(path, signal);
    if (JSON.stringify(answer) !== shown && !body.contains(document.activeElement)) {
      shown = JSON.stringify(answer);
      body.replaceChildren(...[show(answer)].flat());
    }
  };
  again();
  repeat(signal, 5000, compare);
  signal.addEventListener(
    'abort',
    observe((state, isBack) => isBack && again()),
  );
  listen([], (type) => type === 'model' && compare().catch(() => {}));
}

function groupCard(group) {
  return el(
    'article.card.group',
    {},
    el(
      'div.card-head',
      {},
      el('h2', {}, el('a', { href: modelLink(group.group) }, nameOf(group.group))),
      decisionBadge(group.decision),
    ),
    el(
      'p.version',
      {},
      group.version ? `Version ${group.version}` : 'No model yet',
      group.trained ? el('small', {}, `trained ${time(group.trained, true)}`) : '',
    ),
    losses(group),
    group.reason
      ? el('p.reason', {}, group.reason)
      : el('p.soft', {}, 'Not trained yet: the experts that need no training speak alone.'),
    facts(group),
  );
}

function facts(model) {
  const parts = [
    [model.series, 'series'],
    [model.readings, 'steps trained on, in overlapping windows'],
    [model.parameters, 'parameters'],
  ].filter(([n]) => isNumber(n));
  return el(
    'p.badges',
    {},
    parts.map(([n, what]) => el('span', {}, `${fullCount(n)} ${what}`)),
  );
}

/** The three losses of a hold-out as bars from zero; shorter is better. */
function losses(model) {
  const rows = [
    ['Candidate', model.candidateLoss],
    ['Incumbent', model.incumbentLoss],
    ['Naive', model.naiveLoss],
  ];
  const largest = Math.max(...rows.map(([, value]) => (isNumber(value) ? value : 0)));
  if (!(largest > 0)) {
    return el('span');
  }
  return el(
    'table.losses',
    {},
    el('caption', {}, 'Loss on held-out readings, less is better'),
    el(
      'tbody',
      {},
      rows.map(([name, value]) =>
        el(
          'tr',
          {},
          el('th', { scope: 'row' }, name),
          el('td.is-bar', {}, bar(isNumber(value) ? value / largest : 0, name === 'Candidate' ? '--accent' : '--soft')),
          el('td.is-number', {}, loss(value)),
        ),
      ),
    ),
  );
}

function decisionBadge(decision) {
  return decision
    ? el(`span.badge.is-${['promoted', 'kept', 'aborted'].includes(decision) ? decision : 'kept'}`, {}, words(decision))
    : el('span');
}

function section(title, note, content) {
  return el('section.card.flush', {}, el('div.card-text', {}, el('h2', {}, title), el('p.soft', {}, note)), content);
}

function trainingsTable(trainings) {
  if (trainings.length === 0) {
    return empty('No trainings yet', 'They show up here with their reasons.');
  }
  return table(
    'Trainings',
    ['Started', 'Decision', 'Why', 'Candidate', 'Incumbent', 'Naive', 'Held out', 'Took'],
    trainings.map((one) => [
      time(one.started, true),
      decisionBadge(one.decision),
      el('span.reason', {}, one.reason ?? ''),
      loss(one.candidateLoss),
      loss(one.incumbentLoss),
      loss(one.naiveLoss),
      fullCount(one.heldOut),
      milliseconds(one.tookMs),
    ]),
  );
}

function versionsTable(versions, current) {
  if (versions.length === 0) {
    return empty('No versions yet', 'Each promoted model is kept for a while.');
  }
  return table(
    'Versions',
    ['Version', 'Created', 'Loss', 'Naive', 'Series', 'Readings'],
    versions.map((one) => [
      el('span', {}, String(one.version), one.version === current ? el('span.badge.is-promoted', {}, 'In use') : ''),
      time(one.created, true),
      loss(one.training?.candidateLoss),
      loss(one.training?.naiveLoss),
      fullCount(one.training?.series),
      fullCount(one.training?.readings),
    ]),
  );
}

function table(label, heads, rows) {
  return el(
    'div.scroll',
    { tabindex: '0', role: 'region', 'aria-label': label },
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
      el(
        'tbody',
        {},
        rows.map(([first, ...cells]) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, first),
            cells.map((cell) => el('td', {}, cell)),
          ),
        ),
      ),
    ),
  );
}
