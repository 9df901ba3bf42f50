/** Small pictures of numbers: last values as a line, a share as a bar. The text beside them is what is read aloud. */
import { el, svg } from './dom.js';
import { isNumber } from './format.js';

const WIDTH = 120;
const HEIGHT = 28;
const EDGE = 3;

/**
 * The last values as a line, the latest with a dot.
 * @param {(number | null)[]} values oldest first
 * @param {boolean} [isFromZero] whether the lower edge is zero rather than the smallest value
 */
export function spark(values, isFromZero = false) {
  const picture = svg('svg', {
    class: 'spark',
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
    focusable: 'false',
  });
  const known = values.filter(isNumber);
  if (known.length < 2) {
    return picture;
  }
  const low = isFromZero ? Math.min(0, ...known) : Math.min(...known);
  const span = Math.max(...known) - low;
  const x = (i) => EDGE + (i * (WIDTH - 2 * EDGE)) / (values.length - 1);
  const y = (value) => (span > 0 ? HEIGHT - EDGE - ((value - low) * (HEIGHT - 2 * EDGE)) / span : HEIGHT / 2);
  let path = '';
  let isDown = false;
  values.forEach((value, i) => {
    if (isNumber(value)) {
      path += `${isDown ? 'L' : 'M'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
    }
    isDown = isNumber(value);
  });
  if (isFromZero) {
    picture.append(
      svg('path', { class: 'spark-area', d: `${path}L${x(values.length - 1)} ${HEIGHT}L${x(0)} ${HEIGHT}Z` }),
    );
  }
  picture.append(svg('path', { class: 'spark-line', d: path, 'vector-effect': 'non-scaling-stroke' }));
  const last = values.findLastIndex(isNumber);
  const at = `M${x(last).toFixed(1)} ${y(values[last]).toFixed(1)}h0.01`;
  picture.append(svg('path', { class: 'spark-dot', d: at, 'vector-effect': 'non-scaling-stroke' }));
  return picture;
}

/**
 * A share from nought to one as a bar.
 * @param {number | null} share
 * @param {string} [property] the colour's name, such as `--accent`
 */
export function bar(share, property) {
  const fill = el('div.bar-fill');
  const whole = el('div.bar', { 'aria-hidden': 'true' }, fill);
  setBar(whole, share, property);
  return whole;
}

/** @param {Element} whole @param {number | null} share @param {string} [property] */
export function setBar(whole, share, property) {
  const fill = whole.firstElementChild;
  fill.style.width = `${(100 * Math.min(1, Math.max(0, share ?? 0))).toFixed(1)}%`;
  if (property) {
    fill.style.background = `var(${property})`;
  }
}

/** Better than naive to the right of the middle, worse to the left. @param {number | null} skill */
export function skillBar(skill) {
  const fill = el('div.skill-fill');
  const share = isNumber(skill) ? Math.min(1, Math.abs(skill)) : 0;
  fill.style.width = `${(50 * share).toFixed(1)}%`;
  fill.classList.toggle('is-worse', isNumber(skill) && skill < 0);
  return el('div.skill-bar', { 'aria-hidden': 'true' }, fill);
}
