package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ModelCacheTest {
    private static final ForecastModel MODEL = ModelExamples.snapshot("all", 1).model();
    private static final ModelTable.Known KNOWN = new ModelTable.Known(Optional.of(MODEL), Optional.of(MODEL));
    private static final long BYTES =
            4096 + Float.BYTES * MODEL.network().shape().weightCount();

    private final AtomicInteger reads = new AtomicInteger();

    private ModelTable.Known read(Optional<ForecastModel> lastGood) {
        reads.incrementAndGet();
        return KNOWN;
    }

    @Test
    void holdsNoMoreThanItsBoundWhateverTheGroups() {
        ModelCache cache = new ModelCache(320 * BYTES);

        for (int group = 0; group < 100_000; group++) {
            cache.known("group-" + group, this::read);
        }

        assertThat(reads).hasValue(100_000);
        assertThat(cache.size()).isBetween(300, 320);
    }

    @Test
    void keepsWhatIsAskedForAgainAndAgain() {
        ModelCache cache = new ModelCache(64 * BYTES);

        for (int group = 0; group < 10_000; group++) {
            cache.known("hot", this::read);
            cache.known("cold-" + group, this::read);
        }

        assertThat(reads).hasValue(10_001);
    }

    @Test
    void keepsOneGroupThatIsLargerThanItsBound() {
        ModelCache cache = new ModelCache(1);

        cache.known("all", this::read);
        cache.known("all", this::read);

        assertThat(reads).hasValue(1);
    }

    @Test
    void readsAgainAfterAChangeWithWhatWasGoodLast() {
        ModelCache cache = new ModelCache(16 * BYTES);
        cache.known("all", this::read);
        List<Optional<ForecastModel>> given = new ArrayList<>();

        cache.changed("all");
        cache.changed("never-asked-for");
        cache.known("all", lastGood -> {
            given.add(lastGood);
            return new ModelTable.Known(Optional.empty(), Optional.empty());
        });
        cache.allChanged();
        cache.known("all", lastGood -> {
            given.add(lastGood);
            return KNOWN;
        });

        assertThat(given).containsExactly(Optional.of(MODEL), Optional.of(MODEL));
        assertThat(cache.size()).isEqualTo(1);
    }

    /** Two readers and a writer of changes: after the last change everybody has what was current then. */
    @Test
    void neverHoldsWhatWasReadBeforeAChange() throws Exception {
        ModelCache cache = new ModelCache(64 * BYTES);
        AtomicInteger current = new AtomicInteger();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Random random = new Random(i);
            readers.add(new Thread(() -> {
                for (int n = 0; n < 20_000; n++) {
                    cache.known("g" + random.nextInt(4), lastGood -> ofVersion(current.get()));
                }
            }));
        }
        readers.forEach(Thread::start);
        for (int version = 1; version <= 2000; version++) {
            current.set(version);
            for (int group = 0; group < 4; group++) {
                cache.changed("g" + group);
            }
        }
        for (Thread reader : readers) {
            reader.join();
        }

        for (int group = 0; group < 4; group++) {
            assertThat(cache.known("g" + group, lastGood -> ofVersion(current.get()))
                            .newestVersion())
                    .isEqualTo(2000);
        }
    }

    private static ModelTable.Known ofVersion(long version) {
        Optional<ForecastModel> model = Optional.of(MODEL.withVersion(version));
        return new ModelTable.Known(model, model);
    }
}
