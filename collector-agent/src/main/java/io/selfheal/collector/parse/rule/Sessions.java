package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.frame.Frame;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a session, for programs that name him in the session's first line only (PostgreSQL,
 * OpenLDAP): one line says address and session, a later one session and failure. What a line does not say is taken from
 * the lines before it of the same parser, process and session. Not thread-safe.
 *
 * <p>Numbers of sessions come back, so one that was silent for five minutes of the log's own time is over. A line that
 * names a peer begins a session anew. After a restart of the collector, sessions whose first line was read before it
 * have no peer: their events come without a source.
 */
final class Sessions {
    /** As many are known at once; the one that was silent longest is forgotten first. */
    static final int MOST = 1024;
    /** PostgreSQL gives up on a login after one minute, OpenLDAP's next operation may come later. */
    static final long LIFE_MILLIS = 300_000;

    private final Map<String, Said> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Said> eldest) {
            return size() > MOST;
        }
    };

    /** What a session's lines said so far, and when the last of them did, in milliseconds since 1970. */
    private record Said(
            @Nullable String source,
            @Nullable String port,
            @Nullable String user,
            long at) {}

    /** Completes the fields of a line that names its session, and keeps what it adds. */
    void complete(String dataset, Frame frame, Fields fields) {
        String key = dataset + ' ' + frame.writer() + ' ' + fields.text(Field.SESSION);
        long now = frame.millis();
        Said before = sessions.get(key);
        boolean begins = fields.has(Field.SOURCE);
        if (begins || before == null || Math.abs(now - before.at) > LIFE_MILLIS) {
            before = new Said(fields.text(Field.SOURCE), fields.text(Field.PORT), null, now);
        } else {
            put(fields, Field.SOURCE, before.source);
            put(fields, Field.PORT, before.port);
        }
        String user = fields.text(Field.USER);
        if (user == null) {
            put(fields, Field.USER, before.user);
            user = before.user;
        }
        sessions.put(key, new Said(before.source, before.port, user, now));
    }

    private static void put(Fields fields, Field field, @Nullable String text) {
        if (text != null) {
            fields.put(field, text);
        }
    }
}
