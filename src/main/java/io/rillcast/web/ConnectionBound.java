package io.rillcast.web;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/**
 * Bounds the open connections: the process has only so many file descriptors, and the stream needs them. When there are
 * too many, the oldest that no event stream runs over is closed, so that slow or broken ones never keep others out. Told by
 * the server's threads.
 */
final class ConnectionBound implements Connection.Listener {
    /** Below the usual limit of 1,024 descriptors with room for stores and brokers. */
    static final int MOST = 512;

    private final Set<EndPoint> open = new LinkedHashSet<>();
    private final Set<EndPoint> kept = new LinkedHashSet<>();
    private long closed;

    @Override
    public void onOpened(Connection connection) {
        List<EndPoint> excess = new ArrayList<>();
        synchronized (this) {
            open.add(connection.getEndPoint());
            int over = open.size() - MOST;
            for (EndPoint one : open) {
                if (over <= 0) {
                    break;
                }
                if (!kept.contains(one)) {
                    excess.add(one);
                    over--;
                }
            }
            excess.forEach(open::remove);
            closed += excess.size();
        }
        excess.forEach(EndPoint::close);
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        open.remove(connection.getEndPoint());
        kept.remove(connection.getEndPoint());
    }

    /** An event stream runs over a connection. */
    synchronized void keep(Connection connection) {
        kept.add(connection.getEndPoint());
    }

    /** How many are open. */
    synchronized int open() {
        return open.size();
    }

    /** How many were closed because there were too many. */
    synchronized long closed() {
        return closed;
    }
}
