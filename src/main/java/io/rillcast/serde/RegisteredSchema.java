package io.rillcast.serde;

import org.apache.avro.Schema;

/**
 * A schema as the registry holds it.
 *
 * @param id its number, the same under every subject
 * @param schema what it says
 */
record RegisteredSchema(int id, Schema schema) {}
