// Readings as JSON, for the page to show: a past, names that want to be more than text, what is refused, and a live stream.
'use strict';

const { Kafka, Partitioners, logLevel } = require('kafkajs');

const HOUR_MS = 3600000;
const HOSTILE = [
  '<img src=x onerror="globalThis.injected=1">',
  '"><script>globalThis.injected=2</script>',
  'مقياس الحرارة/١',
  '🌧️ pump №7 👩🏽‍🔬',
  `long-${'x'.repeat(495)}`,
  'with spaces & "quotes" / slashes?#%25',
];

/** Publishes readings of one test; connected until it is closed. */
class Readings {
  #topic;
  #producer;
  #timer = null;
  #sent = 0;

  constructor(brokers, topic) {
    this.#topic = topic;
    const kafka = new Kafka({ clientId: 'page', brokers: brokers.split(','), logLevel: logLevel.ERROR });
    this.#producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, maxInFlightRequests: 1 });
  }

  connect() {
    return this.#producer.connect();
  }

  async close() {
    clearInterval(this.#timer);
    await this.#producer.disconnect();
  }

  /** @param {{ series: string, timestamp: number, value: number }[]} readings */
  send(readings) {
    const messages = readings.map((reading) => ({ key: reading.series, value: JSON.stringify(reading) }));
    return this.#producer.send({ topic: this.#topic, messages });
  }

  /** Some series with a past: a daily shape, rain that is mostly none, a price; and one for each hostile name. */
  async sendPast(hours) {
    const start = Date.now() - hours * HOUR_MS;
    for (let from = 0; from < hours; from += 50) {
      const readings = [];
      for (let i = from; i < Math.min(hours, from + 50); i++) {
        const at = start + i * HOUR_MS;
        const noise = ((i * 7919) % 101) / 101;
        readings.push({
          series: 'city/temperature',
          timestamp: at,
          value: 12 + 8 * Math.sin((i * Math.PI) / 12) + noise,
        });
        readings.push({ series: 'city/rain', timestamp: at, value: i % 9 < 7 ? 0 : 10 * noise });
        readings.push({ series: 'market/price', timestamp: at, value: 100 + 5 * Math.sin(i / 40) + 2 * noise });
        HOSTILE.forEach((series, k) => readings.push({ series, timestamp: at, value: k + noise }));
      }
      await this.send(readings);
    }
  }

  /** One late reading, one that came twice, and values that are no readings. */
  async sendUnusable() {
    const past = Date.now() - 400 * 24 * HOUR_MS;
    await this.send([{ series: 'market/price', timestamp: past, value: 1 }]);
    const bytes = [
      '{"series": "market/price", ',
      '[<script>globalThis.injected=3</script>]',
      '{"series":"market/price","value":1}',
    ];
    await this.#producer.send({ topic: this.#topic, messages: bytes.map((value) => ({ key: 'bad', value })) });
  }

  /** Sends so many readings a second, spread over fifty series, until it is closed. */
  startStream(perSecond) {
    const pauseMs = 25;
    const startedAt = Date.now();
    let step = 0;
    this.#timer = setInterval(() => {
      const due = Math.floor(((Date.now() - startedAt) * perSecond) / 1000) - this.#sent;
      const readings = [];
      for (let i = 0; i < due; i++, step++) {
        const timestamp = startedAt + Math.floor(step / 50) * 1000;
        readings.push({
          series: `plant/sensor-${String(step % 50).padStart(2, '0')}`,
          timestamp,
          value: Math.sin(step / 500),
        });
      }
      this.#sent += readings.length;
      if (readings.length > 0) {
        this.send(readings).catch((failed) => console.error(failed));
      }
    }, pauseMs);
    return () => (1000 * this.#sent) / (Date.now() - startedAt);
  }
}

module.exports = { Readings, HOSTILE };
