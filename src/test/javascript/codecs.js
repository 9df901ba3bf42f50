// What encodes and decodes values: Confluent's own serializers, or kafkajs' registry client.
'use strict';

const confluent = require('@confluentinc/schemaregistry');
const kafkajs = require('@kafkajs/confluent-schema-registry');

function confluentCodec(url) {
  const client = new confluent.SchemaRegistryClient({ baseURLs: [url] });
  const serializer = new confluent.AvroSerializer(client, confluent.SerdeType.VALUE, { useLatestVersion: true });
  const deserializer = new confluent.AvroDeserializer(client, confluent.SerdeType.VALUE, {});
  return {
    register: (topic, schema) => client.register(`${topic}-value`, { schemaType: 'AVRO', schema }),
    encode: (topic, record) => serializer.serialize(topic, record),
    decode: (topic, value) => deserializer.deserialize(topic, value),
  };
}

function kafkajsCodec(url) {
  const client = new kafkajs.SchemaRegistry({ host: url });
  return {
    register: async (topic, schema) => {
      const { id } = await client.register(
        { type: kafkajs.SchemaType.AVRO, schema },
        { subject: `${topic}-value` },
      );
      return id;
    },
    encode: async (topic, record) => client.encode(await client.getLatestSchemaId(`${topic}-value`), record),
    decode: (topic, value) => client.decode(value),
  };
}

/** The codec of a library, by the name that tests give it. */
function codec(library, url) {
  return { confluent: confluentCodec, kafkajs: kafkajsCodec }[library](url);
}

module.exports = { codec };
