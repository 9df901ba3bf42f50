package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the blend promises over any readings whatever, held on streams that are made to break it. */
class OnlineAggregationTest {
    private static final QuantileLevels LEVELS = QuantileLevels.of(0.1, 0.5, 0.9);
    private static final int Q = LEVELS.count();
    private static final int K = Expert.COUNT;
    private static final int LENGTH = 1500;
    private static final int SEEDS = 12;

    /** How experts and actuals are chosen. */
    private enum Stream {
        /** Whichever expert was right is wrong next. */
        ALTERNATING,
        /** One expert is best for the first half, then the worst. */
        BEST_THEN_WORST,
        /** All say the same. */
        EQUAL,
        /** Each actual is the one that hurts the blend most against the expert that is best so far. */
        ADVERSARY,
        /** The same with experts who say what they like. */
        ADVERSARY_AMONG_RANDOM,
        /** Jumps without a mean. */
        HEAVY_TAILS,
        /** One expert is right by a hair, always. */
        HAIR,
        /** Experts sleep by chance; none of them is promised anything then but the first and the last. */
        SLEEPING,
        /** Small numbers, then a thousand times larger ones, then small ones again. */
        SCALES,
        /** Experts a thousand units apart: each reading counts as much as 64 units do. */
        FAR_APART;

        double[][] said(Random random, int t) {
            double[][] said = new double[K][Q];
            for (int k = 0; k < K; k++) {
                double middle = switch (this) {
                    case ALTERNATING -> (k + t) % 2 == 0 ? 1 : -1;
                    case BEST_THEN_WORST -> k == 3 ? (t < LENGTH / 2 ? 0 : 9) : 1 + k / 10.0;
                    case EQUAL -> Math.sin(t);
                    case ADVERSARY -> k - K / 2.0;
                    case ADVERSARY_AMONG_RANDOM, SLEEPING -> 4 * random.nextGaussian();
                    case HEAVY_TAILS -> bounded(cauchy(random), 60);
                    case HAIR -> k == 6 ? 0 : 0.01 * (k + 1);
                    case SCALES -> random.nextGaussian() * (t / 500 == 1 ? 20 : 0.02);
                    case FAR_APART -> 1000 * random.nextGaussian();
                };
                for (int i = 0; i < Q; i++) {
                    said[k][i] = middle + (this == EQUAL ? 1 : 0.1 * k) * (i - 1);
                }
                if (this == SLEEPING && k > 0 && k < K - 1 && random.nextBoolean()) {
                    Arrays.fill(said[k], Double.NaN);
                }
            }
            return said;
        }

        double actual(Random random, int t, Tally tally, double[][] said) {
            return switch (this) {
                case ALTERNATING -> t % 2 == 0 ? 1 : -1;
                case BEST_THEN_WORST, HAIR -> random.nextGaussian() * 0.5;
                case EQUAL -> random.nextGaussian();
                case ADVERSARY, ADVERSARY_AMONG_RANDOM, SLEEPING, FAR_APART -> tally.worst(said);
                case HEAVY_TAILS -> cauchy(random);
                case SCALES -> random.nextGaussian() * (t / 500 == 1 ? 20 : 0.02);
            };
        }

        private static double cauchy(Random random) {
            return Math.tan(Math.PI * (random.nextDouble() - 0.5));
        }

        private static double bounded(double x, double most) {
            return Math.max(-most, Math.min(most, x));
        }
    }

    /** The blend of one stream, and what its promise speaks of, for each expert and level. */
    private static final class Tally {
        private final OnlineAggregation aggregation = new OnlineAggregation(LEVELS);
        private final double[] blend = new double[Q];
        private final double[] sorted = new double[Q];
        private final double[][] excess = new double[K][Q];
        private final double[][] squares = new double[K][Q];
        private final double[] largest = new double[K];

        Tally() {
            aggregation.reset();
            aggregation.begin(0, 1, Double.NEGATIVE_INFINITY);
        }

        void say(double[][] said) {
            for (int k = 0; k < K; k++) {
                aggregation.sayIf(!Double.isNaN(said[k][0]), Expert.of(k), said[k]);
            }
            aggregation.blend(sorted, false);
            for (int i = 0; i < Q; i++) {
                double[] weights = aggregation.weightsView(i);
                double sum = 0;
                double low = Double.POSITIVE_INFINITY;
                double high = Double.NEGATIVE_INFINITY;
                blend[i] = 0;
                for (int k = 0; k < K; k++) {
                    assertThat(weights[k]).isBetween(0.0, 1.0);
                    if (Double.isNaN(said[k][i])) {
                        assertThat(weights[k]).isZero();
                    } else {
                        sum += weights[k];
                        blend[i] += weights[k] * said[k][i];
                        low = Math.min(low, said[k][i]);
                        high = Math.max(high, said[k][i]);
                    }
                }
                assertThat(sum).isCloseTo(1, within(1e-9));
                double rounding = 1e-5 * (1 + Math.abs(low) + Math.abs(high));
                assertThat(blend[i]).isBetween(low - rounding, high + rounding);
            }
            double[] inOrder = blend.clone();
            Arrays.sort(inOrder);
            double most = Arrays.stream(said)
                    .flatMapToDouble(Arrays::stream)
                    .map(Math::abs)
                    .filter(x -> x > 0)
                    .max()
                    .orElse(0);
            assertThat(sorted).containsExactly(inOrder, within(1e-6 * (1 + most)));
        }

        void observe(double actual, double[][] said) {
            for (int i = 0; i < Q; i++) {
                double slope = (actual < blend[i] ? 1 : 0) - LEVELS.level(i);
                double most = 0;
                for (double[] one : said) {
                    most = Double.isNaN(one[i]) ? most : Math.max(most, Math.abs(slope * (blend[i] - one[i])));
                }
                double share = Math.min(1, 64 / most);
                for (int k = 0; k < K; k++) {
                    if (!Double.isNaN(said[k][i])) {
                        double regret = share * slope * (blend[i] - said[k][i]);
                        excess[k][i] += share * (pinball(i, blend[i], actual) - pinball(i, said[k][i], actual));
                        squares[k][i] += regret * regret;
                        largest[k] = Math.max(largest[k], Math.abs(regret));
                    }
                }
            }
            aggregation.observe(actual);
        }

        /** Of many actuals the one after which the blend has lost most against the best expert. */
        double worst(double[][] said) {
            double worst = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (double actual : candidates(said)) {
                double lost = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < K; k += K - 1) {
                    for (int i = 0; i < Q; i++) {
                        double more = pinball(i, blend[i], actual) - pinball(i, said[k][i], actual);
                        lost = Math.max(lost, excess[k][i] + more);
                    }
                }
                if (lost > most) {
                    most = lost;
                    worst = actual;
                }
            }
            return worst;
        }

        private double[] candidates(double[][] said) {
            double[] candidates = new double[2 + 2 * Q + 2 * Q];
            int at = 0;
            for (int i = 0; i < Q; i++) {
                candidates[at++] = said[0][i];
                candidates[at++] = said[K - 1][i];
                candidates[at++] = Math.nextUp(blend[i]) + 1e-3;
                candidates[at++] = Math.nextDown(blend[i]) - 1e-3;
            }
            candidates[at++] = -100;
            candidates[at] = 100;
            return candidates;
        }

        /** The most that the Javadoc of the class allows. */
        double promised(int k, int level) {
            double priors =
                    Arrays.stream(Expert.values()).mapToDouble(e -> e.prior).sum();
            double logarithm = Math.log(K) + Math.log(priors / Expert.of(k).prior);
            return 3 * Math.sqrt(squares[k][level] * logarithm) + 6 * largest[k] * logarithm;
        }
    }

    private static double pinball(int level, double quantile, double actual) {
        double error = actual - quantile;
        return error >= 0 ? LEVELS.level(level) * error : (LEVELS.level(level) - 1) * error;
    }

    @ParameterizedTest
    @EnumSource
    void losesNoMoreAgainstAnExpertThanItPromises(Stream stream) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Tally tally = new Tally();
            for (int t = 0; t < LENGTH; t++) {
                double[][] said = stream.said(random, t);
                tally.say(said);
                tally.observe(stream.actual(random, t, tally, said), said);
                if (t % 100 == 99) {
                    assertPromiseKept(tally, stream);
                }
            }
        }
    }

    private static void assertPromiseKept(Tally tally, Stream stream) {
        for (int k = 0; k < K; k += stream == Stream.SLEEPING ? K - 1 : 1) {
            for (int i = 0; i < Q; i++) {
                assertThat(tally.excess[k][i]).isLessThanOrEqualTo(tally.promised(k, i) + 1e-3);
            }
        }
    }

    /** The excess over the best is a vanishing share of what was lost. */
    @Test
    void comesToTheBestExpert() {
        Random random = new Random(1);
        Tally tally = new Tally();
        double lost = 0;
        for (int t = 0; t < 20_000; t++) {
            double[][] said = new double[K][Q];
            for (int k = 0; k < K; k++) {
                Arrays.setAll(said[k], i -> 1.2816 * (i - 1));
                for (int i = 0; i < Q; i++) {
                    said[k][i] += k == 4 ? 0 : 1 + k / 3.0;
                }
            }
            double actual = random.nextGaussian();
            tally.say(said);
            tally.observe(actual, said);
            lost += pinball(1, said[4][1], actual);
        }

        for (int i = 0; i < Q; i++) {
            assertThat(tally.aggregation.weightsView(i)[4]).isGreaterThan(0.9);
        }
        assertThat(tally.excess[4][1] / lost).isBetween(0.0, 0.01);
    }

    @Test
    void learnsOnAfterAnAbsurdReading() {
        Random random = new Random(1);
        Tally tally = new Tally();
        for (int t = 0; t < 3000; t++) {
            double[][] said = new double[K][Q];
            for (int k = 0; k < K; k++) {
                Arrays.fill(said[k], k == 2 ? 0 : 2 + k / 10.0);
            }
            said[7][1] = t == 10 ? 1e6 : said[7][1];
            tally.say(said);
            tally.observe(t == 10 ? -1e30 : random.nextGaussian(), said);
        }

        assertThat(tally.aggregation.weightsView(1)[2]).isGreaterThan(0.9);
    }

    /** Every number that decides lies in the state: a twin that is loaded anew at each reading says the same bits. */
    @Test
    void livesOnInAState() {
        int bytes = OnlineAggregation.bytes(Q);
        SeriesState state = SeriesState.empty(Q).withLength(StatePart.BLEND, bytes);
        int at = state.start(StatePart.BLEND);
        OnlineAggregation one = new OnlineAggregation(LEVELS);
        one.reset();
        one.store(state, at);
        Random random = new Random(3);
        double[] ours = new double[Q];
        double[] twins = new double[Q];
        for (int t = 0; t < 500; t++) {
            OnlineAggregation twin = new OnlineAggregation(LEVELS);
            twin.load(state, at);
            double actual = random.nextGaussian();
            double[][] said = Stream.SLEEPING.said(random, t);
            for (OnlineAggregation each : new OnlineAggregation[] {one, twin}) {
                if (t > 0) {
                    each.observe(actual);
                }
                each.begin(t, 2, -100);
                for (int k = 0; k < K; k++) {
                    each.sayIf(!Double.isNaN(said[k][0]), Expert.of(k), said[k]);
                }
                each.blend(each == one ? ours : twins, false);
            }
            twin.store(state, at);

            assertThat(twins).isEqualTo(ours);
            assertThat(state.start(StatePart.SEASON_FIRST)).isEqualTo(at + bytes);
        }
    }

    @Test
    void saysTheLeastValueWhereExpertsOfMoreThanHalfTheWeightSayIt() {
        Tally tally = new Tally();
        tally.aggregation.begin(3, 1, 0);
        double[] out = new double[Q];
        for (Expert expert : Expert.values()) {
            boolean isDry = expert != Expert.NAIVE && expert != Expert.VOLATILITY;
            tally.aggregation.say(expert, isDry ? new double[] {-1, 0, 2} : new double[] {1, 2, 3});
        }

        tally.aggregation.blend(out, true);
        assertThat(out[0]).isZero();
        assertThat(out[1]).isZero();
        assertThat(out[2]).isBetween(2.0, 3.0);

        tally.aggregation.blend(out, false);
        assertThat(out[0]).isBetween(0.0, 1.0);
        assertThat(out[1]).isBetween(0.1, 2.0);
    }

    @Test
    void hearsNobodyWhoSaysWhatIsNoNumber() {
        Tally tally = new Tally();
        double[][] said = Stream.ADVERSARY.said(new Random(1), 0);
        said[5][1] = Double.NaN;
        for (int k = 0; k < K; k++) {
            tally.aggregation.say(Expert.of(k), said[k]);
        }

        tally.aggregation.blend(new double[Q], false);

        assertThat(tally.aggregation.weightsView(0)[5]).isZero();
        assertThat(tally.aggregation.said(Expert.REGRESSION, 0)).isCloseTo(said[6][0], within(1e-6));
        assertThat(tally.aggregation.said(Expert.SEASONAL_SMOOTHING, 0)).isNaN();
    }
}
