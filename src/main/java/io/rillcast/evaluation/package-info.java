/**
 * How good was it? Figures over scores, in double precision. Pure: no Kafka, file, clock, logger or thread.
 *
 * <p>A single forecast is scored where it was made, in {@code forecast}; this room only adds up. It is not for deciding
 * which model serves: that is {@code training}.
 */
package io.rillcast.evaluation;
