package io.selfheal.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LogTest {

    @Test
    void writesValuesBehindTheirKeys() {
        assertThat(KeyValues.line("source opened", "path", "/var/log/auth.log", "offset", 12, "zone", null))
                .isEqualTo("source opened path=/var/log/auth.log offset=12 zone=null");
    }

    @Test
    void escapesWhatAnAttackerWrote() {
        assertThat(KeyValues.line("login refused", "user", "root\nINFO ok ip=\"1\" \u001b[2J\u202e\\", "n", ""))
                .isEqualTo("login refused user=\"root\\u000aINFO ok ip=\\\"1\\\" \\u001b[2J\\u202e\\\\\" n=\"\"");
    }

    @Test
    void cutsLongValuesAndLongLines() {
        // given
        String smile = "x".repeat(511) + "😀😀";
        Object[] many = new Object[200];
        Arrays.fill(many, "y".repeat(500));

        // when
        String value = KeyValues.line("m", "k", smile);
        String line = KeyValues.line("m", many);

        // then
        assertThat(value).isEqualTo("m k=\"" + "x".repeat(511) + "…\"");
        assertThat(line).hasSize(8 * 1024).endsWith("…");
    }

    @Test
    void saysWhereAnExceptionCameFrom() {
        IOException thrown = new IOException("disk\nfull", new IllegalStateException("deeper"));

        assertThat(KeyValues.line("write failed", "cause", thrown))
                .startsWith("write failed cause=\"java.io.IOException: disk\\u000afull; caused by")
                .contains("deeper", " at LogTest.java:");
    }

    @Test
    void toleratesAForgottenValue() {
        assertThat(KeyValues.line("m", "k")).isEqualTo("m k=\"(no value given)\"");
    }

    @Property(tries = 300)
    void anythingBecomesOneLine(@ForAll String value) {
        assertThat(KeyValues.line("m", "k", value).lines()).hasSize(1);
        assertThat(KeyValues.plain(value).lines()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void printsOneLineWithItsLevelToStandardErrorWhoeverLogged() {
        // given
        PrintStream before = System.err;
        Logger root = Logger.getLogger("");
        Handler[] handlers = root.getHandlers();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));

        // when
        try {
            LogOutput.toStandardError(Level.INFO);
            Log.of(LogTest.class).warn("disk nearly full", "percent", 93);
            Log.of(LogTest.class).debug("not shown");
            LogRecord foreign = new LogRecord(Level.SEVERE, "two\nlines {0}");
            foreign.setParameters(new Object[] {"of it"});
            root.log(foreign);
            Logger.getLogger("org.apache.kafka.clients").info("chatter");
        } finally {
            System.setErr(before);
            for (Handler added : root.getHandlers()) {
                root.removeHandler(added);
            }
            for (Handler handler : handlers) {
                root.addHandler(handler);
            }
        }

        // then
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo("WARN disk nearly full percent=93\nERROR two\\u000alines of it\n");
    }
}
