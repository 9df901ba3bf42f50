/** What is known of one series: readings with the forecasts made for them, kept up by events. Nothing here draws. */

/**
 * @typedef {{ at: number, value: number | null, point: number | null, lower80: number | null, upper80: number | null,
 *   lower95: number | null, upper95: number | null }} Point times in epoch ms
 * @typedef {{ at: number, weights: Record<string, number> }} Weights
 */

const FORECAST_FIELDS = ['point', 'lower80', 'upper80', 'lower95', 'upper95'];
/** Enough for events of two topics that come out of order. */
const PENDING_KEPT = 16;
export const COVERAGE_WINDOW = 50;

/** @param {unknown} value */
const orNull = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : null);

const forecastOf = (data) => Object.fromEntries(FORECAST_FIELDS.map((field) => [field, orNull(data?.[field])]));

/** Owned by one view. */
export class History {
  #limit;
  /** @type {Point[]} oldest first, one a time */
  points = [];
  /** @type {Weights[]} oldest first */
  weights = [];
  /** Forecasts by origin, oldest first; the last is for the next reading. */
  #pending = [];

  /** @param {number} limit of points kept */
  constructor(limit) {
    this.#limit = limit;
  }

  /** @param {any} answer of the API's history; what events said since it was made is kept */
  load(answer) {
    const loaded = (answer.points ?? []).map((point) => ({
      at: Date.parse(point.timestamp),
      value: orNull(point.value),
      ...forecastOf(point),
    }));
    const since = loaded.at(-1)?.at ?? -Infinity;
    const newer = this.points.filter((point) => point.at > since);
    this.points = [...loaded, ...newer].slice(-this.#limit);
    const weights = (answer.weights ?? []).map((one) => ({ at: Date.parse(one.timestamp), weights: one.weights }));
    const weighedSince = weights.at(-1)?.at ?? -Infinity;
    this.weights = [...weights, ...this.weights.filter((one) => one.at > weighedSince)].slice(-this.#limit);
    this.#pending = this.#pending.filter((one) => one.origin >= since);
    if (answer.next?.target && this.#pending.length === 0) {
      this.#pending.push({ origin: since, target: Date.parse(answer.next.target), ...forecastOf(answer.next) });
    }
  }

  /** A reading came and was judged. @param {any} data of the event */
  score(data) {
    const at = Date.parse(data.timestamp);
    const forecast = this.#pending.findLast((one) => one.origin < at);
    this.#put({ at, value: orNull(data.actual), ...forecastOf(forecast), point: orNull(data.point) });
  }

  /** A forecast was made or revised. @param {any} data of the event */
  forecast(data) {
    const origin = Date.parse(data.origin);
    this.#pending = this.#pending.filter((one) => one.origin !== origin);
    this.#pending.push({ origin, target: Date.parse(data.target), ...forecastOf(data) });
    this.#pending.sort((a, b) => a.origin - b.origin);
    this.#pending.splice(0, this.#pending.length - PENDING_KEPT);
    if (data.weights && !(this.weights.at(-1)?.at >= origin)) {
      this.weights.push({ at: origin, weights: data.weights });
      this.weights.splice(0, this.weights.length - this.#limit);
    }
  }

  /** The forecast of the next reading, or null. */
  get next() {
    return this.#pending.at(-1) ?? null;
  }

  #put(point) {
    const last = this.points.at(-1)?.at ?? -Infinity;
    if (point.at > last) {
      this.points.push(point);
      this.points.splice(0, this.points.length - this.#limit);
      return;
    }
    const same = this.points.findLastIndex((one) => one.at === point.at);
    if (same >= 0) {
      const before = this.points[same];
      this.points[same] = point.lower80 === null ? { ...before, value: point.value } : point;
    }
  }

  /**
   * Observed share of readings within their 80 % interval, over the latest of them at each.
   * @returns {{ at: number, share: number }[]}
   */
  coverage() {
    const judged = this.points.filter(
      (point) => point.value !== null && point.lower80 !== null && point.upper80 !== null,
    );
    const shares = [];
    let inside = 0;
    const isInside = (point) => Number(point.value >= point.lower80 && point.value <= point.upper80);
    judged.forEach((point, i) => {
      inside += isInside(point) - (i >= COVERAGE_WINDOW ? isInside(judged[i - COVERAGE_WINDOW]) : 0);
      if (i >= COVERAGE_WINDOW - 1) {
        shares.push({ at: point.at, share: inside / COVERAGE_WINDOW });
      }
    });
    return shares;
  }
}
