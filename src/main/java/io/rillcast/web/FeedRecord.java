package io.rillcast.web;

import org.apache.kafka.common.utils.Bytes;

/**
 * One committed record as it came, not yet decoded.
 *
 * @param number in the order in which the feed read it, from 1
 * @param kind what it is
 * @param key its series or group
 * @param timeMs when the broker took it, epoch ms
 * @param value its bytes
 */
record FeedRecord(long number, Kind kind, String key, long timeMs, Bytes value) {
    /** What there is. */
    enum Kind {
        /** Of the forecasts topic. */
        FORECAST("forecast"),
        /** Of the scores topic. */
        SCORE("score"),
        /** Of the trainings topic. */
        TRAINING("model");

        private final String event;

        Kind(String event) {
            this.event = event;
        }

        /** What the event is called in a stream. */
        String event() {
            return event;
        }
    }
}
