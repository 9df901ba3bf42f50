package io.rillcast.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rillcast.config.ServicePlan;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.streams.ForecastService;
import io.rillcast.streams.StartFailure;
import io.rillcast.web.HttpPlan;
import io.rillcast.web.Website;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.StreamsConfig;

/** A service together with what it shows over HTTP, if anything: the page listens first and stops last. */
final class ServicePage implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Optional<Website> website;

    /** Begins to listen, where the settings have it so. */
    ServicePage(ServicePlan plan, SchemaRegistryClient schemas) throws IOException {
        bindJvm(registry);
        Optional<HttpPlan> http = plan.http(ProgramVersion.number());
        website = http.map(where -> Website.start(where, plan.feed(schemas), registry));
    }

    private void bindJvm(MeterRegistry meters) {
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ClassLoaderMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        new FileDescriptorMetrics().bindTo(meters);
        collections.bindTo(meters);
    }

    /** Starts the service and shows it. */
    ForecastService start(ServicePlan plan, SchemaRegistryClient schemas) throws StartFailure {
        Map<String, Object> kafka = new HashMap<>(plan.kafka());
        website.ifPresent(page -> kafka.putIfAbsent(StreamsConfig.APPLICATION_SERVER_CONFIG, page.applicationServer()));
        ForecastService service =
                ForecastService.start(plan.streams(), plan.serdes(schemas, System::currentTimeMillis), kafka, registry);
        website.ifPresent(page -> page.show(service));
        return service;
    }

    /** Where a person finds it. */
    Optional<String> url() {
        return website.map(Website::url);
    }

    /** From now on it says that it is not ready. */
    void stopping() {
        website.ifPresent(Website::stopping);
    }

    @Override
    public void close() {
        website.ifPresent(Website::close);
        collections.close();
        registry.close();
    }
}
