// node page.js ADDRESS BROKERS READINGS-TOPIC DIRECTORY
// Uses the page as a person does, in Debian's Chromium, and says what it saw, a JSON value a line. A line {"wait": NAME}
// asks for the file DIRECTORY/NAME before it goes on. Screenshots go to DIRECTORY.
'use strict';

const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { chromium } = require('playwright-core');
const { historyFacts } = require('./page-history.js');
const { Readings, HOSTILE } = require('./page-readings.js');

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const PAST_HOURS = 400;
const PER_SECOND = 1000;
const PROBES = 20;
const PATIENCE_MS = 120000;
const SIZES = { desk: { width: 1280, height: 900 }, phone: { width: 360, height: 740 } };

const [address, brokers, topic, directory] = process.argv.slice(2);
const say = (fact) => console.log(JSON.stringify(fact));
const series = (name) => `/#/series/${encodeURIComponent(name)}`;

/** What the browser complains of and asks for, of all pages. */
const seen = { console: [], requests: new Set(), isStopped: false };

async function until(what, condition) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new Error(`must come true within ${PATIENCE_MS} ms: ${what}`);
    }
    await sleep(100);
  }
}

async function waitFor(name) {
  say({ wait: name });
  await until(`file ${name}`, () => existsSync(join(directory, name)));
}

async function json(path) {
  const answer = await fetch(address + path).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

async function open(browser, options) {
  const context = await browser.newContext({ timezoneId: 'Europe/Berlin', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !seen.isStopped) {
      seen.console.push(`${message.text()} (${page.url()})`);
    }
  });
  page.on('pageerror', (error) => seen.console.push(String(error.stack)));
  page.on('request', (request) => seen.requests.add(new URL(request.url()).origin));
  return page;
}

/** Each view in both themes and at both widths: what it shows, what axe finds, and a picture of it. */
async function lookAtViews(browser) {
  const views = {
    overview: ['/#/', '.series-table tbody tr'],
    series: ['/#/series', '.series-table tbody tr'],
    'one-series': [series('city/temperature'), '.plot[data-drawn] canvas'],
    rain: [series('city/rain'), '.plot[data-drawn] canvas'],
    hostile: [series(HOSTILE[0]), '.plot[data-drawn] canvas'],
    models: ['/#/models', '.group'],
    model: ['/#/models/all', '.plain tbody tr'],
    refused: ['/#/refused', '.plain tbody tr'],
    unknown: [series('no such series'), '.state.failed'],
  };
  for (const colorScheme of ['light', 'dark']) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const [view, [path, ready]] of Object.entries(views)) {
        const page = await open(browser, { colorScheme, viewport });
        seen.isStopped = view === 'unknown'; // Its 404 is what is looked at.
        await page.goto(address + path);
        await page.waitForSelector(ready);
        await page.waitForSelector('#connection[data-state="live"]');
        await sleep(300);
        say({ kind: 'view', view, colorScheme, size, ...(await measured(page)) });
        await page.screenshot({ path: join(directory, `${view}-${size}-${colorScheme}.png`), fullPage: true });
        await page.context().close();
        seen.isStopped = false;
      }
    }
  }
}

async function measured(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations, passes } = await globalThis.axe.run();
    return {
      heading: document.querySelector('h1').textContent,
      background: getComputedStyle(document.body).backgroundColor,
      overflow: document.documentElement.scrollWidth - innerWidth,
      injected: globalThis.injected ?? null,
      images: document.images.length,
      rules: passes.length,
      violations: violations.map(({ id, impact, nodes }) => ({
        id,
        impact,
        at: nodes.map((node) => node.html).slice(0, 3),
      })),
    };
  });
}

/** Along the links with the mouse, then with the keyboard alone. */
async function click(browser) {
  const page = await open(browser, { viewport: SIZES.desk });
  const hash = () => page.evaluate(() => decodeURIComponent(location.hash));
  const trail = [];
  const step = async (selector) => {
    await page.locator(selector).first().click();
    await page.waitForSelector('main h1');
    trail.push(`${await hash()} ${await page.textContent('main h1')}`);
  };
  await page.goto(address);
  await step('text=All series');
  await step('.series-table a:has-text("city/rain")');
  await page.click('.ranges button:has-text("100")');
  await page.waitForFunction(() => document.querySelector('.plot').dataset.drawn === '101');
  await step('.badges a');
  await step('nav a:has-text("Refused")');
  await step('nav a:has-text("Models")');
  await step('.group h2 a');
  await step('.brand');
  await page.goBack();
  trail.push(`${await hash()} ${await page.textContent('main h1')}`);
  const themes = [];
  for (let i = 0; i < 3; i++) {
    await page.click('#theme');
    themes.push(await page.evaluate(() => [document.documentElement.dataset.theme ?? 'system', localStorage.theme]));
  }
  say({ kind: 'clicks', trail, themes });
  say({ kind: 'keyboard', ...(await useKeyboard(page, hash)) });
  await page.context().close();
}

async function useKeyboard(page, hash) {
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.id);
  await page.goto(`${address}/#/`);
  await page.reload();
  await page.keyboard.press('Tab');
  const first = await focused();
  await page.keyboard.press('Enter');
  const skipped = await focused().then(() => page.evaluate(() => document.activeElement.id));
  await page.goto(`${address}/#/series`);
  await page.waitForSelector('.series-table tbody tr');
  await page.keyboard.press('/');
  await page.keyboard.type('city/');
  await page.waitForFunction(() => document.querySelectorAll('.series-table tbody tr').length === 2);
  const found = await page.locator('.series-table tbody a').allTextContents();
  const link = await hash();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const second = await focused();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.plot[data-drawn]');
  await page.focus('.plot');
  await page.keyboard.press('ArrowLeft');
  const spoken = await page.textContent('.chart [aria-live]');
  return { first, skipped, found, link, second, opened: await hash(), spoken };
}

/** From publishing a reading to its point on the canvas, beside a thousand others a second. */
async function measureLive(browser, readings) {
  const page = await open(browser, { viewport: SIZES.desk });
  const name = 'probe/level';
  const startAt = Date.now() - 100 * 60000;
  const probe = (i) => ({ series: name, timestamp: startAt + i * 60000, value: 50 + i });
  await readings.send([0, 1, 2, 3, 4].map(probe));
  await until('probe is known', () => json(`/api/series/${encodeURIComponent(name)}`));
  await page.goto(address + series(name));
  await page.waitForSelector('.plot[data-last-value="54"]');
  await page.evaluate(() => {
    globalThis.drawn = {};
    const plot = document.querySelector('.plot[data-last-value]');
    const note = () => (globalThis.drawn[plot.dataset.lastValue] ??= Date.now());
    new MutationObserver(note).observe(plot, { attributes: true, attributeFilter: ['data-last-value'] });
  });
  const rate = readings.startStream(PER_SECOND);
  await sleep(5000);
  const tookMs = [];
  for (let i = 5; i < 5 + PROBES; i++) {
    const before = await picture(page);
    const sentAt = Date.now();
    await readings.send([probe(i)]);
    await page.waitForSelector(`.plot[data-last-value="${50 + i}"]`);
    tookMs.push((await page.evaluate((value) => globalThis.drawn[value], 50 + i)) - sentAt);
    if ((await picture(page)) === before) {
      throw new Error(`canvas must change with a reading: value=${50 + i}`);
    }
    await sleep(150 + 37 * (i % 7));
  }
  tookMs.sort((a, b) => a - b);
  const status = await json('/api/status');
  say({
    kind: 'live',
    perSecond: rate(),
    medianMs: tookMs[PROBES / 2],
    slowestMs: tookMs.at(-1),
    tookMs,
    status: status?.readings,
  });
  return page;
}

/** @see page-history.js */
async function checkHistory(browser) {
  const page = await open(browser, { viewport: SIZES.desk });
  await page.goto(address);
  say({ kind: 'history', ...(await page.evaluate(historyFacts)) });
  await page.context().close();
}

const picture = (page) => page.evaluate(() => document.querySelector('.plot canvas').toDataURL());

/** The service goes and comes back; the page says so, keeps what it knew, and catches up. */
async function breakConnection(page, readings) {
  seen.isStopped = true;
  await waitFor('stopped');
  await page.waitForSelector('#connection[data-state="reconnecting"]');
  await page.waitForSelector('#notice:not([hidden])');
  const during = await page.evaluate(() => ({
    state: document.getElementById('connection').textContent,
    notice: document.getElementById('notice').textContent,
    drawn: Number(document.querySelector('.plot').dataset.drawn),
  }));
  Object.assign(during, await measured(page));
  await page.screenshot({ path: join(directory, 'reconnecting-desk-light.png') });
  await readings.send([{ series: 'probe/level', timestamp: Date.now(), value: 777 }]);
  await waitFor('restarted');
  await page.waitForSelector('#connection[data-state="live"]');
  await page.waitForSelector('.plot[data-last-value="777"]');
  say({
    kind: 'break',
    during,
    after: await page.textContent('#connection'),
    isNoticeHidden: await page.isHidden('#notice'),
  });
  seen.isStopped = false;
}

/** A tab in the background gives its connection back, and catches up when it is looked at again. */
async function rest(page, readings) {
  const hide = (isHidden) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  await hide(true);
  await page.waitForSelector('#connection[data-state="connecting"]');
  await readings.send([{ series: 'probe/level', timestamp: Date.now(), value: 888 }]);
  await hide(false);
  await page.waitForSelector('.plot[data-last-value="888"]');
  say({ kind: 'rest', after: await page.textContent('#connection') });
}

async function main() {
  const readings = new Readings(brokers, topic);
  await readings.connect();
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    await until('the service is ready', () => json('/api/status').then((status) => status?.ready));
    const empty = await open(browser, { viewport: SIZES.desk });
    await empty.goto(address);
    await empty.waitForSelector('.state h2');
    say({ kind: 'empty', text: await empty.textContent('.state h2') });
    await readings.sendPast(PAST_HOURS);
    await readings.sendUnusable();
    await empty.waitForSelector('.series-table tbody tr');
    await empty.context().close();
    await until('a model is judged', () =>
      json('/api/models').then((models) => models?.groups.some((one) => one.decision)),
    );
    await until('letters are shown', () => json('/api/refused').then((refused) => refused?.recent.length >= 3));
    await lookAtViews(browser);
    await click(browser);
    await checkHistory(browser);
    const page = await measureLive(browser, readings);
    await breakConnection(page, readings);
    await rest(page, readings);
    say({ kind: 'heard', console: seen.console, origins: [...seen.requests] });
  } finally {
    await browser.close();
    await readings.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
