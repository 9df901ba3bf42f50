package io.rillcast.streams;

import io.rillcast.forecast.CorruptState;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.Standing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads states and histories of series out of the stores of a running instance, from any thread.
 *
 * <p>What it sees may be ahead of what is committed by one transaction. Each call reads a bounded number of entries: a
 * page of series costs at most its length of each partition that lies here, wherever in the order it begins.
 */
public final class SeriesLookup {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesLookup.class);

    /** Above every byte of UTF-8. */
    private static final byte BEYOND_UTF8 = (byte) 0xff;

    private static final long COUNT_NANOS = 10_000_000_000L;

    private final KafkaStreams streams;
    private final StreamPlan plan;
    /** The number of series, and when it was counted. */
    private final long[] counted = new long[2];

    private final Optional<HostInfo> self;

    /** Of a client that runs this plan, known to others under a name of its own if it has one. */
    SeriesLookup(KafkaStreams streams, StreamPlan plan, Optional<HostInfo> self) {
        this.streams = streams;
        this.plan = plan;
        this.self = self;
    }

    /**
     * A page of the series that this instance forecasts, in the order of their names' bytes.
     *
     * @param series the series, in order
     * @param partitions how many partitions were looked into
     * @param partitionsOfAll how many there are
     */
    public record Page(List<SeriesView> series, int partitions, int partitionsOfAll) {
        /** Copies the series. */
        public Page {
            series = List.copyOf(series);
        }
    }

    /**
     * Who holds a series.
     *
     * @throws NotHeldHere while that is being settled
     */
    public SeriesOwner owner(String seriesId) throws NotHeldHere {
        KeyQueryMetadata found;
        try {
            found = streams.queryMetadataForKey(ForecastProcessor.STATES, key(seriesId), new BytesSerializer());
        } catch (IllegalStateException | InvalidStateStoreException notRunning) {
            throw new NotHeldHere("the stream does not run", notRunning);
        }
        if (found == null || found.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            throw new NotHeldHere("partitions are being assigned", null);
        }
        boolean isHere = self.isEmpty() || self.get().equals(found.activeHost());
        List<HostInfo> standbys = found.standbyHosts().stream()
                .sorted(Comparator.comparing(HostInfo::toString))
                .toList();
        return new SeriesOwner(found.activeHost(), standbys, isHere);
    }

    /**
     * A series that this instance holds.
     *
     * @param points how many of its last readings are wanted, at most
     * @param mayBeStale whether a standby's copy, or one being restored, will do
     * @return empty if it is not known
     * @throws NotHeldHere if its partition does not lie here, or not ready to be read
     */
    public Optional<SeriesView> one(String seriesId, int points, boolean mayBeStale) throws NotHeldHere {
        int partition = partitionOf(seriesId);
        try {
            byte[] stored = states(partition, mayBeStale).get(key(seriesId));
            return stored == null
                    ? Optional.empty()
                    : Optional.of(view(
                            new OnlineForecaster(forecast()),
                            key(seriesId),
                            SeriesState.of(stored),
                            new Wanted(partition, points, mayBeStale)));
        } catch (InvalidStateStoreException | IllegalStateException moved) {
            throw new NotHeldHere("the partition of the series does not lie here: partition=" + partition, moved);
        }
    }

    /** As Kafka's own producers place a key. */
    private int partitionOf(String seriesId) {
        byte[] key = seriesId.getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % plan.placement().seriesPartitions();
    }

    /**
     * The series that this instance forecasts whose names begin with a prefix.
     *
     * @param after the name behind which the page begins; empty for the first
     * @param most how long the page is at most
     * @param points how many last readings of each are wanted
     */
    public Page page(String prefix, String after, int most, int points) {
        List<KeyValue<Bytes, byte[]>> found = new ArrayList<>();
        List<Integer> origins = new ArrayList<>();
        int partitions = plan.placement().seriesPartitions();
        int seen = 0;
        for (int partition = 0; partition < partitions; partition++) {
            try {
                int before = found.size();
                addPage(states(partition, false), bounds(prefix, after), most, found);
                for (int i = before; i < found.size(); i++) {
                    origins.add(partition);
                }
                seen++;
            } catch (InvalidStateStoreException | IllegalStateException elsewhere) {
                LOG.trace("partition does not lie here: partition={}", partition);
            }
        }
        return new Page(firstOf(found, origins, most, points), seen, partitions);
    }

    private List<SeriesView> firstOf(List<KeyValue<Bytes, byte[]>> found, List<Integer> origins, int most, int points) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(i -> found.get(i).key));
        OnlineForecaster forecaster = new OnlineForecaster(forecast());
        List<SeriesView> views = new ArrayList<>();
        for (int i : order.subList(0, Math.min(most, order.size()))) {
            SeriesState state = SeriesState.of(found.get(i).value);
            views.add(view(forecaster, found.get(i).key, state, new Wanted(origins.get(i), points, false)));
        }
        return views;
    }

    /** Where from and what of a series. */
    private record Wanted(int partition, int points, boolean mayBeStale) {}

    private static Bytes[] bounds(String prefix, String after) {
        byte[] start = prefix.getBytes(StandardCharsets.UTF_8);
        byte[] end = Arrays.copyOf(start, start.length + 1);
        end[start.length] = BEYOND_UTF8;
        byte[] behind = after.getBytes(StandardCharsets.UTF_8);
        // The next key in order after a name is the name with a zero byte behind it.
        Bytes from = after.isEmpty() ? Bytes.wrap(start) : Bytes.wrap(Arrays.copyOf(behind, behind.length + 1));
        Bytes least = from.compareTo(Bytes.wrap(start)) < 0 ? Bytes.wrap(start) : from;
        return new Bytes[] {least, Bytes.wrap(end)};
    }

    private static void addPage(
            ReadOnlyKeyValueStore<Bytes, byte[]> store, Bytes[] bounds, int most, List<KeyValue<Bytes, byte[]>> found) {
        if (bounds[0].compareTo(bounds[1]) > 0) {
            return;
        }
        int left = most;
        try (KeyValueIterator<Bytes, byte[]> inOrder = store.range(bounds[0], bounds[1])) {
            while (left > 0 && inOrder.hasNext()) {
                found.add(inOrder.next());
                left--;
            }
        }
    }

    private SeriesView view(OnlineForecaster forecaster, Bytes key, SeriesState state, Wanted wanted) {
        String seriesId = new String(key.get(), StandardCharsets.UTF_8);
        String group = plan.groups().groupOf(seriesId);
        List<SeriesView.Point> points = wanted.points() == 0
                ? List.of()
                : HistoryTail.read(
                        store(ForecastProcessor.HISTORY, wanted.partition(), wanted.mayBeStale()),
                        key.get(),
                        state.readingsSeen(),
                        wanted.points());
        return new SeriesView(
                seriesId,
                group,
                state.readingsSeen(),
                standing(forecaster, group, seriesId, state),
                points,
                wanted.mayBeStale());
    }

    private static Optional<Standing> standing(
            OnlineForecaster forecaster, String group, String seriesId, SeriesState state) {
        try {
            return forecaster.standing(group, seriesId, forecaster.ofTheseLevels(state));
        } catch (CorruptState unreadable) {
            return Optional.empty();
        }
    }

    /**
     * How many series lie here, as their tasks count them. Asked again after a while only.
     */
    public long count() {
        synchronized (counted) {
            long now = System.nanoTime();
            if (counted[1] == 0 || now - counted[1] > COUNT_NANOS) {
                counted[0] = countNow();
                counted[1] = now;
            }
            return counted[0];
        }
    }

    private long countNow() {
        long sum = 0;
        for (int partition = 0; partition < plan.placement().seriesPartitions(); partition++) {
            try {
                byte[] kept = store(ForecastProcessor.HISTORY, partition, false).get(HistoryRing.SERIES_KEY);
                // Nothing is kept before the first reading after an upgrade.
                sum += kept == null
                        ? states(partition, false).approximateNumEntries()
                        : ByteBuffer.wrap(kept).getLong();
            } catch (InvalidStateStoreException | IllegalStateException elsewhere) {
                LOG.trace("partition does not lie here: partition={}", partition);
            }
        }
        return sum;
    }

    private ForecastPlan forecast() {
        return plan.training().forecast();
    }

    private ReadOnlyKeyValueStore<Bytes, byte[]> states(int partition, boolean mayBeStale) {
        return store(ForecastProcessor.STATES, partition, mayBeStale);
    }

    private ReadOnlyKeyValueStore<Bytes, byte[]> store(String name, int partition, boolean mayBeStale) {
        StoreQueryParameters<ReadOnlyKeyValueStore<Bytes, byte[]>> asked = StoreQueryParameters.fromNameAndType(
                        name, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                .withPartition(partition);
        return streams.store(mayBeStale ? asked.enableStaleStores() : asked);
    }

    private static Bytes key(String seriesId) {
        return Bytes.wrap(seriesId.getBytes(StandardCharsets.UTF_8));
    }
}
