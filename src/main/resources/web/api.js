/** Requests to this server, and nothing else. */

/** What went wrong, as the server or the network says it. */
export class Problem extends Error {
  /**
   * @param {number} status 0 where the server did not answer
   * @param {string} title
   * @param {string} detail rule, values, and what to do
   * @param {number | null} retryAfter seconds, where the server named them
   */
  constructor(status, title, detail, retryAfter = null) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

/**
 * Gets JSON.
 * @param {string} path with its query
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 * @throws {Problem} for any answer but success; an AbortError where the signal said so
 */
export async function get(path, signal) {
  let answer;
  try {
    answer = await fetch(path, { signal, headers: { accept: 'application/json' } });
  } catch (failed) {
    if (failed.name === 'AbortError') {
      throw failed;
    }
    throw new Problem(0, 'No answer', 'the service does not answer; it may be starting or stopped');
  }
  const body = await answer.json().catch(() => null);
  if (answer.ok && body !== null) {
    return body;
  }
  const wait = Number.parseInt(answer.headers.get('retry-after') ?? '', 10);
  throw new Problem(
    answer.status,
    body?.title ?? `Status ${answer.status}`,
    body?.detail ?? 'the service gave an answer that this page cannot read',
    Number.isFinite(wait) ? Math.min(Math.max(wait, 1), 60) : null,
  );
}

/**
 * @param {string} path
 * @param {Record<string, string | number | null | undefined>} parameters those without a value are left out
 */
export function withQuery(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') {
      query.set(name, String(value));
    }
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * A name as one segment of a path; half a surrogate pair, which no URL can hold, becomes the replacement character.
 * @param {string} name
 */
export const segment = (name) => encodeURIComponent(name.toWellFormed ? name.toWellFormed() : name);

/** @param {string} name @returns {string} where the page shows the series */
export const seriesLink = (name) => `#/series/${segment(name)}`;

/** @param {string} group @returns {string} where the page shows the group */
export const modelLink = (group) => `#/models/${segment(group)}`;
