// node produce.js LIBRARY BROKERS REGISTRY-URL TOPIC SCHEMA-FILE READINGS-FILE
// Registers the schema and sends each line of the file, a JSON record, as Avro, keyed by its series.
'use strict';

const { readFileSync } = require('node:fs');
const { Kafka, Partitioners, logLevel } = require('kafkajs');
const { codec } = require('./codecs.js');

async function main([library, brokers, url, topic, schemaFile, readingsFile]) {
  const values = codec(library, url);
  await values.register(topic, readFileSync(schemaFile, 'utf8'));
  const records = readFileSync(readingsFile, 'utf8').trimEnd().split('\n').map(JSON.parse);
  const messages = [];
  for (const record of records) {
    messages.push({ key: record.series, value: await values.encode(topic, record) });
  }
  const kafka = new Kafka({ clientId: library, brokers: brokers.split(','), logLevel: logLevel.ERROR });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, maxInFlightRequests: 1 });
  await producer.connect();
  await producer.send({ topic, messages });
  await producer.disconnect();
  console.log(JSON.stringify({ sent: messages.length }));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
