package io.rillcast.app;

import io.rillcast.streams.ForecastService;
import io.rillcast.streams.StartFailure;
import io.rillcast.streams.StreamPlan;
import io.rillcast.streams.StreamSerdes;
import io.rillcast.training.TrainingSchedule;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.streams.StreamsConfig;

/** What training costs: Rillcast that trains all the time beside Rillcast that never does, in turns. */
final class BenchTraining {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String TRAINER = "rillcast-trainer";

    private final StreamPlan plan;
    private final StreamSerdes serdes;
    private final Map<String, Object> kafka;
    private final BenchRun run;
    private final BenchLatency latency;

    /** Of a plan, whose schedule says what share of a processor a training may take. */
    BenchTraining(StreamPlan plan, StreamSerdes serdes, Map<String, Object> kafka, BenchRun run, BenchLatency latency) {
        this.plan = plan;
        this.serdes = serdes;
        this.kafka = kafka;
        this.run = run;
        this.latency = latency;
    }

    /** Both once; which begins changes from round to round. */
    BenchTrainingReport.Round round(int number, long readings) throws StartFailure, InterruptedException {
        boolean isOnFirst = number % 2 == 0;
        BenchTrainingReport.Side first = side(number, readings, isOnFirst);
        BenchTrainingReport.Side second = side(number, readings, !isOnFirst);
        return isOnFirst ? new BenchTrainingReport.Round(second, first) : new BenchTrainingReport.Round(first, second);
    }

    private BenchTrainingReport.Side side(int number, long readings, boolean isOn)
            throws StartFailure, InterruptedException {
        String name = isOn ? "training" : "serving";
        Map<String, Object> own = new HashMap<>(kafka);
        own.put(
                StreamsConfig.APPLICATION_ID_CONFIG,
                kafka.get(StreamsConfig.APPLICATION_ID_CONFIG) + "-" + name + "-" + number);
        StreamPlan planned = planned(isOn);
        Measured measured = new Measured();
        try (Progress progress = Progress.start(new Progress.Task(name + ", round " + number, "readings", readings))) {
            BenchSide side = new BenchSide(name, settings -> {
                ForecastService service = ForecastService.start(planned, serdes, settings);
                measured.began(service);
                return service;
            });
            long nanos = run.nanos(side, own, done -> progress.reach(Math.min(done, readings)), measured);
            return new BenchTrainingReport.Side(
                    measured.readings / (nanos / 1e9), measured.took, measured.trainerShare, measured.trainings);
        }
    }

    /** With a training due whenever a window has come, so that one ends and the next begins; or with none at all. */
    private StreamPlan planned(boolean isOn) {
        TrainingSchedule schedule = plan.schedule();
        return new StreamPlan(
                plan.topics(),
                plan.groups(),
                plan.training(),
                new TrainingSchedule(
                        isOn ? 1 : 0, schedule.reservoirWindows(), schedule.cpuShare(), schedule.maxSeconds()),
                plan.placement(),
                plan.historyReadings(),
                plan.seriesIdleMs());
    }

    /** What is seen of one side while it runs; mutable. */
    private final class Measured implements BenchRun.Afterwards {
        private ForecastService service;
        private long beganNanos;
        private long readings;
        private BenchLatency.Percentiles took = new BenchLatency.Percentiles(Double.NaN, Double.NaN);
        private double trainerShare;
        private long trainings;

        private void began(ForecastService started) {
            service = started;
            beganNanos = System.nanoTime();
        }

        @Override
        public void look() throws InterruptedException {
            readings = service.totals().getOrDefault("readings-admitted", 0L);
            took = latency.measure();
            trainerShare = (double) trainerNanos() / (System.nanoTime() - beganNanos);
            trainings = service.totals().getOrDefault("trainings-ended", 0L);
        }

        /** Of the one trainer that is alive: those before it have ended with their services. */
        private static long trainerNanos() {
            return LongStream.of(THREADS.getAllThreadIds())
                    .filter(BenchTraining::isTrainer)
                    .map(id -> Math.max(0, THREADS.getThreadCpuTime(id)))
                    .sum();
        }
    }

    private static boolean isTrainer(long id) {
        ThreadInfo info = THREADS.getThreadInfo(id);
        return info != null && info.getThreadName().equals(TRAINER);
    }
}
