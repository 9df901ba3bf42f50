package io.rillcast.broken;

/** How the service is set up that meets a record, or which topic it meets it on. */
public enum Setup {
    /** Our defaults: Avro in the wire format, any key. */
    AVRO("avro"),
    /** {@code readings.covariate.fields=heat,wind}. */
    NAMED("named"),
    /** {@code readings.format=json}. */
    JSON("json"),
    /** {@code readings.format=json}, {@code readings.series.field=}: the key is the series. */
    KEY("key"),
    /** {@code readings.repartition=false}. */
    PLACED("placed"),
    /** {@code readings.deserializer}. */
    FOREIGN("foreign"),
    /** The topic of model commands. */
    COMMAND("command");

    private final String text;

    Setup(String text) {
        this.text = text;
    }

    /** As the table spells it. */
    @Override
    public String toString() {
        return text;
    }
}
