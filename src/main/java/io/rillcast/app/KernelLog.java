package io.rillcast.app;

import io.rillcast.rnn.NumericKernels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log which numeric kernels this process computes with. */
final class KernelLog {
    private static final Logger LOG = LoggerFactory.getLogger(KernelLog.class);

    private KernelLog() {}

    /** To be called once, by a command that computes, when it starts to. */
    static void sayChosen() {
        LOG.info("kernels chosen: {}", NumericKernels.description());
    }
}
