/**
 * What does a person or a probe see over HTTP? The page's files, a JSON API, server-sent events, metrics and health, all
 * read through {@link io.rillcast.streams.ServiceView}. Not for anything that a stream thread waits for.
 *
 * <pre>
 *  request --&gt; Gate (host, rate, places) --&gt; FrontDoor --&gt; Route --&gt; stores of this instance, or Peers: of another
 *                                                |
 *                                                +--&gt; EventStreams &lt;-- Feed &lt;-- committed forecasts, scores, trainings
 * </pre>
 *
 * <h2>Rules</h2>
 *
 * <ul>
 *   <li><em>A page cannot slow the stream</em> by more than the processor time it takes: bounded threads, requests at
 *       once, requests a second and client, connections, open streams, queue of each stream, entries read from a store,
 *       records kept. The numbers stand as constants where they are used.
 *   <li><em>A slow client holds no thread</em>: it waits in buffers of the kernel and in a queue of its own, and is dropped
 *       when that is full. Only who has shown the token is waited for, until the body of a command has come: those are
 *       few at once, with places of their own. Probes need no place at all.
 *   <li><em>One hop at most</em>: what an instance asks another is marked, and what is marked is never sent on.
 *   <li><em>Names are data</em>: all answers are JSON, and no page is put together from text.
 * </ul>
 *
 * <h2>Decisions</h2>
 *
 * <p>2026-11-22. <em>Jetty's core without a framework above it.</em> Javalin 7 runs on the same Jetty and brings routing and
 * event streams, but with it come servlets, web sockets, CDI, JNDI and Kotlin, thirty jars of which we would use two; its
 * event streams write in the caller's thread, so that one slow client holds up the others. Jetty's core is five jars and
 * tells us when a write has ended. The JDK's own server holds a thread for each request that comes slowly.
 *
 * <p>2026-11-22. <em>The forecast of a series is read from its state</em>, which holds it: no consumer has to have seen it.
 * What was forecast before is not in any store; for the bands of the past a feed reads the last records of the output topics,
 * and only while somebody looks.
 *
 * <p>2026-11-22. <em>Lists are read from the stores</em> by a range scan bounded by the length of the page in each partition.
 * An answer is given again for half a second, so that many viewers cost what one costs.
 *
 * <p>2026-11-22. <em>An event's id</em> is the feed, its number there, and the broker's time: a client that comes back to
 * the same instance goes on behind it, one that comes to another goes on by the time, and may see an event twice.
 */
package io.rillcast.web;
