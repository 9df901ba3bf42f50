package io.rillcast.local;

/**
 * A schema's use of types that another subject's version defines.
 *
 * @param name the full name of the type used
 * @param subject the subject that defines it
 * @param version the version that defines it
 */
record SchemaReference(String name, String subject, int version) {}
