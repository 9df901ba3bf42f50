/** Numbers and times as people read them. Times are local and say by how much they differ from UTC. */

const DASH = '–';
const MINUS = '−';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const threeFigures = new Intl.NumberFormat('en', { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
/** By the size from which they serve: no forecast is worth more figures. */
const decimals = [
  [1000, 1],
  [10, 2],
  [1, 3],
].map(([from, maximumFractionDigits]) => [from, new Intl.NumberFormat('en', { maximumFractionDigits })]);
const small = new Intl.NumberFormat('en', { maximumSignificantDigits: 3, notation: 'scientific' });
const big = new Intl.NumberFormat('en', { maximumSignificantDigits: 4, notation: 'compact' });
const dayTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const dayTimeSeconds = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** @param {string} text */
const signed = (text) => text.replace('-', MINUS);

/** @param {unknown} value @returns {value is number} */
export const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

/**
 * A value in its series' own unit.
 * @param {number | null | undefined} value
 */
export function number(value) {
  if (!isNumber(value)) {
    return DASH;
  }
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-4)) {
    return signed(small.format(value));
  }
  const format = size >= 1e5 ? whole : (decimals.find(([from]) => size >= from)?.[1] ?? plain);
  return signed(format.format(value));
}

/** @param {number | null | undefined} value a loss, with as many figures as its neighbours */
export const loss = (value) => (isNumber(value) ? threeFigures.format(value) : DASH);

/** @param {number | null | undefined} value a count, in full up to a million */
export function count(value) {
  if (!isNumber(value)) {
    return DASH;
  }
  return (value < 1e6 ? whole : big).format(value);
}

/** @param {number | null | undefined} value a count, in full */
export const fullCount = (value) => (isNumber(value) ? whole.format(value) : DASH);

/** @param {number | null | undefined} share 0 to 1 */
export function percent(share, digits = 0) {
  return isNumber(share) ? `${signed((100 * share).toFixed(digits))} %` : DASH;
}

/** @param {number | null | undefined} share with its sign, at most three figures */
export function signedPercent(share) {
  if (!isNumber(share)) {
    return DASH;
  }
  const rounded = Math.round(100 * share);
  if (rounded < -999) {
    return `< ${MINUS}999 %`;
  }
  return `${rounded > 0 ? '+' : ''}${signed(String(rounded))} %`;
}

/** @param {number | null} lower @param {number | null} upper */
export function interval(lower, upper) {
  if (!isNumber(lower) || !isNumber(upper)) {
    return DASH;
  }
  const size = Math.max(Math.abs(lower), Math.abs(upper));
  const shown = (value) => number(Math.abs(value) < size / 1e4 ? 0 : value);
  return `${shown(lower)} to ${shown(upper)}`;
}

/** @param {Date} date such as `UTC`, `UTC+1` or `UTC+5:30` */
export function offset(date) {
  const minutes = -date.getTimezoneOffset();
  if (minutes === 0) {
    return 'UTC';
  }
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? MINUS : '+'}${hours}${rest ? ':' + String(rest).padStart(2, '0') : ''}`;
}

/**
 * Date and time, local.
 * @param {string | number | null | undefined} at ISO-8601 or epoch ms
 * @param {boolean} [withOffset]
 */
export function time(at, withOffset = false) {
  const date = at === null || at === undefined ? new Date(NaN) : new Date(at);
  if (Number.isNaN(date.getTime())) {
    return DASH;
  }
  const text = (date.getSeconds() ? dayTimeSeconds : dayTime).format(date);
  return withOffset ? `${text} ${offset(date)}` : text;
}

/** @param {number} ms */
export function milliseconds(ms) {
  if (!isNumber(ms)) {
    return DASH;
  }
  return ms < 1000 ? `${whole.format(ms)} ms` : `${plain.format(Math.round(ms / 100) / 10)} s`;
}

const UNITS = { Y: 'year', M: 'month', W: 'week', D: 'day', h: 'hour', m: 'minute', s: 'second' };

/**
 * An ISO-8601 duration in words: `PT30M` is "30 minutes", `P1M` is "1 month".
 * @param {string | null | undefined} text
 */
export function duration(text) {
  const parts =
    /^P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/.exec(
      text ?? '',
    );
  if (!parts) {
    return text ?? DASH;
  }
  const words = ['Y', 'M', 'W', 'D', 'h', 'm', 's']
    .map((unit, i) => [Number(parts[i + 1]), UNITS[unit]])
    .flatMap(([n, unit]) => (n > 0 ? (unit === 'hour' && n % 24 === 0 ? [[n / 24, 'day']] : [[n, unit]]) : []))
    .map(([n, unit]) => `${plain.format(n)} ${unit}${n === 1 ? '' : 's'}`);
  return words.join(' ') || DASH;
}

/** @param {string} name in kebab case @returns {string} as words, the first in capitals */
export function words(name) {
  const text = String(name)
    .replaceAll('-', ' ')
    .replace(/\bjson\b/, 'JSON')
    .replace(/\bavro\b/, 'Avro');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
