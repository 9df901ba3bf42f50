// node consume.js LIBRARY BROKERS REGISTRY-URL COUNT TOPIC...
// Reads the topics from the beginning and prints COUNT records as JSON, one a line.
'use strict';

const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = require('kafkajs');
const lz4 = require('lz4js');
const { codec } = require('./codecs.js');

// Rillcast compresses what it sends with LZ4, which kafkajs leaves to its users.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: (encoder) => Buffer.from(lz4.compress(encoder.buffer)),
  decompress: (buffer) => Buffer.from(lz4.decompress(buffer)),
});

async function main([library, brokers, url, count, ...topics]) {
  const values = codec(library, url);
  const kafka = new Kafka({ clientId: library, brokers: brokers.split(','), logLevel: logLevel.ERROR });
  const consumer = kafka.consumer({ groupId: `javascript-${library}`, readUncommitted: false });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  let left = Number(count);
  await new Promise((done, failed) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => failed(payload.error));
    consumer.run({
      eachMessage: async ({ topic, partition, message }) => {
        const value = await values.decode(topic, message.value);
        console.log(JSON.stringify({ topic, partition, offset: message.offset, key: String(message.key), value }));
        left -= 1;
        if (left === 0) {
          done();
        }
      },
    });
  });
  await consumer.disconnect();
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
