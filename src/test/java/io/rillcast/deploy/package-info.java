/**
 * Whether what lies in {@code deploy/} fits: the models of what reads it, Rillcast itself, and each file the others. No
 * cluster is needed, nor is any of it proof that one would run: {@code deploy/smoke} asks a real one.
 *
 * <p>A rule is a function from manifests to sentences; a test holds that it finds nothing, and another that it finds each
 * of many mistakes made on purpose.
 */
package io.rillcast.deploy;
