// What the page knows of a series, checked within the page: to be run where /history.js can be imported.
'use strict';

/**
 * Readings known from events equal those known from the API, in whatever order scores and forecasts of two topics come.
 */
const historyFacts = async () => {
  const { History, COVERAGE_WINDOW } = await import('/history.js');
  const count = 300;
  const iso = (i) => new Date(i * 60000).toISOString();
  const value = (i) => ((i * 7919) % 211) / 10;
  const bands = (i) => ({ point: 10, lower80: 2 + (i % 3), upper80: 18, lower95: 1, upper95: 20 });
  const forecast = (i) => ({ origin: iso(i), target: iso(i + 1), ...bands(i), weights: { naive: 1 } });
  const score = (i) => ({ timestamp: iso(i), actual: value(i), point: 10 });
  const answer = (n) => ({
    points: Array.from({ length: n }, (_, i) => ({
      timestamp: iso(i),
      value: value(i),
      ...(i > 0 ? bands(i - 1) : {}),
    })),
    next: { target: iso(n), ...bands(n - 1) },
    weights: Array.from({ length: n }, (_, i) => ({ timestamp: iso(i), weights: { naive: 1 } })),
  });
  const fed = (from, lead) => {
    const history = new History(1000);
    history.load(answer(from));
    const events = [];
    for (let i = from; i < count; i++) {
      events.push([i, 'score', score(i)], [i - (lead * ((i * 31) % 10)) / 10, 'forecast', forecast(i)]);
    }
    events.sort((a, b) => a[0] - b[0]).forEach(([, type, data]) => history[type](data));
    return history;
  };
  const shown = (history) => JSON.stringify([history.points, history.next.target, history.weights]);
  const whole = new History(1000);
  whole.load(answer(count));
  const behind = fed(100, 0);
  behind.load(answer(250));
  const inside = whole.points
    .slice(-COVERAGE_WINDOW)
    .filter((one) => one.value >= one.lower80 && one.value <= one.upper80);
  return {
    inOrder: shown(fed(100, 0)) === shown(whole),
    outOfOrder: shown(fed(100, 8)) === shown(whole),
    loadedAgain: shown(behind) === shown(whole),
    points: whole.points.length,
    coverage: whole.coverage().at(-1).share,
    counted: inside.length / COVERAGE_WINDOW,
  };
};

module.exports = { historyFacts };
