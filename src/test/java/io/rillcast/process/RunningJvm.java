package io.rillcast.process;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.DoubleStream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A look into a running child JVM by JMX, from outside: what it does, what it holds, what its metrics say. */
final class RunningJvm implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final String TRAINER = "rillcast-trainer";
    private static final int FRAMES = 80;

    private final JMXConnector connector;
    private final MBeanServerConnection server;
    private final ThreadMXBean threads;
    private final MemoryMXBean memory;
    private long trainer;

    private RunningJvm(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.server = connector.getMBeanServerConnection();
        this.threads = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        this.memory = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    }

    /** Of a service that runs: a child of our own, which is who answers. */
    @SuppressWarnings("BanJNDI")
    static RunningJvm of(ServiceProcess service) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(service.pid()));
            try {
                String address = machine.startLocalManagementAgent();
                return new RunningJvm(JMXConnectorFactory.connect(new JMXServiceURL(address)));
            } finally {
                machine.detach();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (AttachNotSupportedException failed) {
            throw new AssertionError("a child JVM must be one that can be looked into", failed);
        }
    }

    /** Whether a training is under way: the trainer's thread is in the code that trains. */
    boolean isTraining() {
        if (trainer == 0) {
            trainer = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                    .filter(RunningJvm::isTrainer)
                    .mapToLong(ThreadInfo::getThreadId)
                    .findFirst()
                    .orElse(0);
        }
        ThreadInfo info = trainer == 0 ? null : threads.getThreadInfo(trainer, FRAMES);
        return info != null
                && Arrays.stream(info.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith("io.rillcast.training."));
    }

    private static boolean isTrainer(ThreadInfo info) {
        return info != null && info.getThreadName().equals(TRAINER);
    }

    /** Whether a thread is in this method now. */
    boolean isIn(String className, String method) {
        return Arrays.stream(threads.dumpAllThreads(false, false))
                .flatMap(info -> Arrays.stream(info.getStackTrace()))
                .anyMatch(frame -> frame.getClassName().equals(className)
                        && frame.getMethodName().equals(method));
    }

    /** Bytes of the heap that are in use after all garbage is gone. */
    long heapInUse() {
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** A metric summed over all clients of a kind, such as {@code rebalance-total} of consumer-coordinator-metrics. */
    double sum(String type, String metric) {
        return values(type, metric).sum();
    }

    /** The largest of a metric over all clients of a kind. */
    double largest(String type, String metric) {
        return values(type, metric).max().orElse(Double.NaN);
    }

    private DoubleStream values(String type, String metric) {
        try {
            return names(new ObjectName("kafka.consumer:type=" + type + ",*"), ATTEMPTS).stream()
                    .mapToDouble(name -> value(name, metric))
                    .filter(value -> !Double.isNaN(value));
        } catch (JMException failed) {
            throw new AssertionError(failed);
        }
    }

    /** A JVM that has just been thawed, or is short of processor time, may reset a connection: ask again. */
    private Set<ObjectName> names(ObjectName pattern, int attempts) {
        try {
            return server.queryNames(pattern, null);
        } catch (IOException failed) {
            if (attempts <= 1) {
                throw new UncheckedIOException(failed);
            }
            return names(pattern, attempts - 1);
        }
    }

    private double value(ObjectName name, String metric) {
        try {
            return ((Number) server.getAttribute(name, metric)).doubleValue();
        } catch (JMException | IOException gone) {
            return Double.NaN;
        }
    }

    /** Lets go of it; one that was killed meanwhile has let go itself. */
    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException killed) {
            // Nothing is left to close.
        }
    }
}
