/**
 * Elements from code. Text only ever becomes text: nothing here parses HTML, and a style is set through CSSOM alone.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * @param {string} what a tag with classes, such as `div.card.wide`
 * @param {Record<string, unknown>} [attributes] `on…` for listeners; `hidden`, `disabled` and the like as booleans
 * @param {...Child | Child[]} children
 * @returns {HTMLElement}
 */
export function el(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split('.');
  const element = document.createElement(tag);
  element.classList.add(...classes);
  return filled(element, attributes, children);
}

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...Child | Child[]} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (typeof value === 'boolean' && !/^(data|aria)-/.test(name)) {
      element.toggleAttribute(name, value);
    } else if (value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * A series' or group's name, whatever characters it has, apart from the direction of the text around it.
 * @param {string} name
 * @returns {HTMLElement}
 */
export function nameOf(name) {
  return el('bdi', { dir: 'auto' }, name);
}

/**
 * Replaces the text of an element only where it changed, so that a screen reader is not told twice.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * The colour that a custom property stands for in the theme shown, as `rgb(…)`, for a canvas.
 * @param {string} property such as `--accent`
 * @returns {string}
 */
export function colour(property) {
  const probe = el('i', { hidden: true });
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}
