// node registry.js LIBRARY REGISTRY-URL SUBJECT: registers, reads and compares schemas; prints what it saw as JSON.
'use strict';

const confluent = require('@confluentinc/schemaregistry');
const kafkajs = require('@kafkajs/confluent-schema-registry');

const mm = { name: 'mm', type: 'double' };
const record = (...fields) => JSON.stringify({ type: 'record', name: 'Rain', namespace: 'weather', fields });
const rain = record(mm);
const rainWithPlace = record(mm, { name: 'place', type: 'string', default: '' });
const rainAsText = record({ name: 'mm', type: 'string' });

/** What a call is refused with. */
async function refusal(call, describe) {
  try {
    await call();
    return null;
  } catch (error) {
    return describe(error);
  }
}

async function confluentFacts(url, subject) {
  const client = new confluent.SchemaRegistryClient({ baseURLs: [url] });
  const avro = (schema) => ({ schemaType: 'AVRO', schema });
  const codes = (error) => ({ status: error.status, code: error.errorCode });
  const first = await client.register(subject, avro(rain));
  const second = await client.registerFullResponse(subject, avro(rainWithPlace), true);
  client.clearCaches();
  const latest = await client.getLatestSchemaMetadata(subject);
  const facts = {
    ids: [first, second.id],
    versions: await client.getAllVersions(subject),
    subjects: await client.getAllSubjects(),
    schema: JSON.parse((await client.getBySubjectAndId(subject, first)).schema),
    lookedUp: await client.getId(subject, avro(rain)),
    version: await client.getVersion(subject, avro(rainWithPlace), true),
    latest: { id: latest.id, version: latest.version, schema: JSON.parse(latest.schema) },
    compatible: await client.testSubjectCompatibility(subject, avro(rainWithPlace)),
    incompatible: await client.testSubjectCompatibility(subject, avro(rainAsText)),
    compatibleWithFirst: await client.testCompatibility(subject, 1, avro(rain)),
    refused: await refusal(() => client.register(subject, avro(rainAsText)), codes),
    missingId: await refusal(() => client.getBySubjectAndId('', 4711), codes),
    missingSubject: await refusal(() => client.getLatestSchemaMetadata('nowhere'), codes),
    defaultLevel: await client.getDefaultCompatibility(),
    newLevel: await client.updateCompatibility(subject, 'FULL_TRANSITIVE'),
    level: await client.getCompatibility(subject),
    deletedVersion: await client.deleteSubjectVersion(subject, 1),
    deletedSubject: await client.deleteSubject(subject),
  };
  client.close();
  return facts;
}

async function kafkajsFacts(url, subject) {
  const client = new kafkajs.SchemaRegistry({ host: url });
  const avro = (schema) => ({ type: kafkajs.SchemaType.AVRO, schema });
  const status = (error) => ({ name: error.name, status: error.status });
  const first = await client.register(avro(rain), { subject });
  const second = await client.register(avro(rainWithPlace), { subject });
  const fresh = new kafkajs.SchemaRegistry({ host: url });
  const bytes = await fresh.encode(second.id, { mm: 1.5, place: 'Ås' });
  return {
    ids: [first.id, second.id],
    schema: JSON.parse(JSON.stringify(await fresh.getSchema(first.id))),
    lookedUp: await fresh.getRegistryIdBySchema(subject, avro(rain)),
    idOfVersion: await fresh.getRegistryId(subject, 1),
    latestId: await fresh.getLatestSchemaId(subject),
    bytes: bytes.toString('hex'),
    record: await new kafkajs.SchemaRegistry({ host: url }).decode(bytes),
    refused: await refusal(() => client.register(avro(rainAsText), { subject }), status),
    otherLevel: await refusal(
      () => client.register(avro(rain), { subject, compatibility: kafkajs.COMPATIBILITY.FULL }),
      (error) => error.message,
    ),
    missingSubject: await refusal(() => client.getLatestSchemaId('nowhere'), status),
  };
}

async function main([library, url, subject]) {
  const facts = await { confluent: confluentFacts, kafkajs: kafkajsFacts }[library](url, subject);
  console.log(JSON.stringify(facts));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
