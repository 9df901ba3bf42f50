/**
 * Every kind of broken or odd input that {@code serde/BrokenInput.md} lists, made from a seed in any number of
 * variations, and the tests that each comes to the place that the list names.
 */
package io.rillcast.broken;
