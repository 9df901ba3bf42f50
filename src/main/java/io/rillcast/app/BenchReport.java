package io.rillcast.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a bench found, for a person and for a program.
 *
 * @param plan how much was run
 * @param conditions under which
 * @param rounds counted, in their order
 */
record BenchReport(BenchPlan plan, Conditions conditions, List<Round> rounds) {
    /** Beside which both sides stand. */
    static final String OURS = "rillcast";

    /** A topology that does the same to topics and stores and forecasts nothing. */
    static final String YARDSTICK = "yardstick";

    /**
     * Under which both ran alike.
     *
     * @param guarantee processing.guarantee
     * @param partitions of the readings topic
     * @param stateBytes of a series
     */
    record Conditions(String guarantee, int partitions, int stateBytes) {}

    /**
     * One round, readings a second.
     *
     * @param ours Rillcast's
     * @param yardstick the bare topology's
     */
    record Round(double ours, double yardstick) {
        double ratio() {
            return ours / yardstick;
        }
    }

    /** The middle and the ends of a figure over the rounds. */
    private record Spread(double median, double least, double most) {
        static Spread of(List<Round> rounds, ToDoubleFunction<Round> figure) {
            double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
            double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }

        private String text(String format) {
            return String.format(Locale.ROOT, format + " (" + format + " to " + format + ")", median, least, most);
        }

        private void putInto(ObjectNode node) {
            node.put("median", median).put("least", least).put("most", most);
        }
    }

    /** One round in a line. */
    static String line(String name, Round round) {
        return String.format(
                Locale.ROOT,
                "%s: %s %,.0f readings/s, %s %,.0f readings/s, ratio %.2f",
                name,
                OURS,
                round.ours(),
                YARDSTICK,
                round.yardstick(),
                round.ratio());
    }

    /** Medians with least and most. */
    String text() {
        return String.format(
                Locale.ROOT,
                "%s: %s readings/s%n%s: %s readings/s%nratio: %s%n",
                OURS,
                Spread.of(rounds, Round::ours).text("%,.0f"),
                YARDSTICK,
                Spread.of(rounds, Round::yardstick).text("%,.0f"),
                Spread.of(rounds, Round::ratio).text("%.2f"));
    }

    /** The same as one JSON object. */
    String json() {
        JsonMapper mapper = new JsonMapper();
        ObjectNode report = mapper.createObjectNode()
                .put("readings", plan.readings())
                .put("series", plan.series())
                .put("partitions", conditions.partitions())
                .put("guarantee", conditions.guarantee())
                .put("stateBytes", conditions.stateBytes());
        for (Round round : rounds) {
            report.withArray("rounds")
                    .addObject()
                    .put(OURS, round.ours())
                    .put(YARDSTICK, round.yardstick())
                    .put("ratio", round.ratio());
        }
        Spread.of(rounds, Round::ours).putInto(report.putObject(OURS));
        Spread.of(rounds, Round::yardstick).putInto(report.putObject(YARDSTICK));
        Spread.of(rounds, Round::ratio).putInto(report.putObject("ratio"));
        return report.toPrettyString();
    }
}
