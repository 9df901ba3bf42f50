/**
 * The end-to-end scenario with the broker, the registry and the service each in a container. Here because only there does
 * the image run: its Java runtime, its C library, its user, its signals.
 *
 * <p>Not part of {@code mvn verify}: an engine is needed, and the images have to be made first. {@code .ci/podman mvn
 * -Pcontainers verify} runs it with an engine of its own that can fetch nothing, so that the broker (Kafka's own main
 * class) and the registry (Apicurio's) come from images built on the spot; {@code mvn -Pcontainers verify} with the Docker
 * that is there, on the published images, or on those built on the spot where it cannot fetch them. All containers are on
 * the host's network.
 */
package io.rillcast.containers;
