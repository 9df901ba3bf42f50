/**
 * Real processes for tests: child JVMs from the test class path that can be watched, stopped and killed. Here because no
 * other way shows what is left on the disk after a kill -9.
 *
 * <p>{@code Replay} says what must come out, {@code OutputReader} what did, {@code ServiceProcess} and {@code
 * BrokerProcess} are what gets killed, {@code RunningJvm} looks into one from outside, and {@code RetrainingScene} puts
 * them together for trainings. {@code mvn verify} runs the faults on generated readings; all shared files, and
 * the long runs, by {@code mvn -Pfaults-full verify}.
 */
package io.rillcast.process;
