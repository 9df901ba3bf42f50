package io.rillcast.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What training was found to cost, for a person and for a program.
 *
 * @param plan how much was run
 * @param guarantee processing.guarantee
 * @param pace at which latencies were taken
 * @param cpuShare training.cpu.share
 * @param rounds counted, in their order
 */
record BenchTrainingReport(
        BenchPlan plan, String guarantee, BenchLatency.Pace pace, double cpuShare, List<Round> rounds) {
    /**
     * One side of a round.
     *
     * @param perSecond readings a second
     * @param latency at the steady rate
     * @param trainerShare of one processor that the trainer took
     * @param trainings that ended
     */
    record Side(double perSecond, BenchLatency.Percentiles latency, double trainerShare, long trainings) {}

    /**
     * A pair.
     *
     * @param off never trained
     * @param on trained all the time
     */
    record Round(Side off, Side on) {
        double throughputRatio() {
            return on.perSecond() / off.perSecond();
        }

        double latencyRatio() {
            return on.latency().p99Ms() / off.latency().p99Ms();
        }
    }

    /** The middle and the ends of a figure over the rounds. */
    private record Spread(double median, double least, double most) {
        private String text(String format) {
            return String.format(Locale.ROOT, format + " (" + format + " to " + format + ")", median, least, most);
        }

        private void putInto(ObjectNode node) {
            node.put("median", median).put("least", least).put("most", most);
        }
    }

    private Spread spread(ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** What is left to the stream of a machine that is busy, where the trainer takes its share. */
    private double explained() {
        return 1 - cpuShare / Runtime.getRuntime().availableProcessors();
    }

    /** One round in a line. */
    static String line(String name, Round round) {
        return String.format(
                Locale.ROOT,
                "%s: serving %,.0f readings/s, p50 %.1f ms, p99 %.1f ms; training %,.0f readings/s, p50 %.1f ms, p99"
                        + " %.1f ms, trainer %.2f of a processor, trainings %d; ratio %.2f",
                name,
                round.off().perSecond(),
                round.off().latency().p50Ms(),
                round.off().latency().p99Ms(),
                round.on().perSecond(),
                round.on().latency().p50Ms(),
                round.on().latency().p99Ms(),
                round.on().trainerShare(),
                round.on().trainings(),
                round.throughputRatio());
    }

    /** Medians with least and most. */
    String text() {
        return String.format(
                Locale.ROOT,
                "readings/s, training to serving: %s; training.cpu.share=%s of %d processors leaves %.2f%n"
                        + "p99 latency, serving: %s ms; training: %s ms; ratio: %s%n"
                        + "trainer, of a processor: %s%n",
                spread(Round::throughputRatio).text("%.2f"),
                cpuShare,
                Runtime.getRuntime().availableProcessors(),
                explained(),
                spread(round -> round.off().latency().p99Ms()).text("%.1f"),
                spread(round -> round.on().latency().p99Ms()).text("%.1f"),
                spread(Round::latencyRatio).text("%.2f"),
                spread(round -> round.on().trainerShare()).text("%.2f"));
    }

    /** The same as one JSON object. */
    String json() {
        ObjectNode report = new JsonMapper()
                .createObjectNode()
                .put("readings", plan.readings())
                .put("series", plan.series())
                .put("guarantee", guarantee)
                .put("rate", pace.rate())
                .put("seconds", pace.seconds())
                .put("cpuShare", cpuShare)
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("explained", explained());
        for (Round round : rounds) {
            ObjectNode node = report.withArray("rounds").addObject();
            put(node.putObject("serving"), round.off());
            put(node.putObject("training"), round.on());
        }
        spread(Round::throughputRatio).putInto(report.putObject("throughputRatio"));
        spread(Round::latencyRatio).putInto(report.putObject("p99Ratio"));
        return report.toPrettyString();
    }

    private static void put(ObjectNode node, Side side) {
        node.put("readingsPerSecond", side.perSecond())
                .put("p50Ms", side.latency().p50Ms())
                .put("p99Ms", side.latency().p99Ms())
                .put("trainerShare", side.trainerShare())
                .put("trainings", side.trainings());
    }
}
