/** What the names in the answers mean, in a sentence each. */

export const EXPERTS = {
  network: 'the recurrent network, trained on all series of its group',
  regression: 'a linear rule over the latest values and those one season back',
  'seasonal-smoothing': 'a smoothed level and season',
  'seasonal-naive': 'the value one season back',
  climatology: 'earlier values at the same place of the season',
  'wet-dry': 'what used to follow zeros, and values above zero',
  smoothing: 'a smoothed level',
  drift: 'the last value and the mean change',
  volatility: 'the last value, within the size of the latest changes',
  naive: 'the last value',
};

export const SKIPPED = {
  late: 'older than the last reading of its series',
  duplicate: 'the same time and value as the last reading',
  correction: 'the same time as the last reading, another value',
  negative: 'below zero in a series said to be nonnegative',
  'no-such-series': 'the end of a series of which nothing is kept',
  'not-finite': 'so large that a statistic would overflow',
};

export const REFUSED = {
  'null-value': 'the record has no value',
  'empty-value': 'the value has no bytes',
  'too-large': 'the value has more bytes than a reading may',
  'no-wire-header': 'the value does not begin with the byte 0 and a schema id',
  'unknown-schema-id': 'the registry does not know the schema id',
  'unusable-schema': 'the schema is of another kind or cannot be parsed',
  'malformed-avro': 'the bytes are not a record of their schema',
  'trailing-bytes': 'bytes are left after the record',
  'malformed-json': 'the text is not JSON',
  deserializer: 'the deserializer that was set refused the bytes',
  'missing-field': 'a field that the settings name is absent',
  'wrong-type': 'a field has a type that cannot be read as what it should be',
  'value-not-finite': 'the value is NaN or infinite',
  'covariate-infinite': 'a covariate is infinite',
  'series-name': 'the name of the series is empty, too long, or holds control characters',
  'timestamp-out-of-range': 'the timestamp is no time after the beginning of year 1',
  'timestamp-too-far-ahead': 'the timestamp is further ahead than allowed',
  'key-is-not-series': 'the key is not the series, though readings are not re-keyed',
  'wrong-partition': 'the record lies in another partition than its key belongs to',
  'unsupported-command': 'a model command that this version cannot obey',
};

export const SUPPORT = {
  real: 'any value can come',
  nonnegative: 'never below zero',
  'zero-heavy': 'never below zero, and often zero',
};

/** @param {Record<string, string>} texts @param {string} name */
export const meaning = (texts, name) => (Object.hasOwn(texts, name) ? texts[name] : '');
