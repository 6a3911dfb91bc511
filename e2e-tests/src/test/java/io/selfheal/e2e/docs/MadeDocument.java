package io.selfheal.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A document that is made from the code. With {@code -Dselfheal.docs=write} it is written anew before it is read.
 *
 * @param name below {@code docs}
 */
record MadeDocument(String name) {
    String text() throws IOException {
        return Files.readString(path());
    }

    /** Holds it against what the code makes of it now. */
    void requireIs(String expected, Class<?> test) throws IOException {
        if ("write".equals(System.getProperty("selfheal.docs"))) {
            Files.writeString(path(), expected);
        }
        assertThat(text())
                .as(
                        "docs/%s is out of date; write it anew with ./mvnw -pl e2e-tests -am test"
                                + " -Dtest=%s -Dsurefire.failIfNoSpecifiedTests=false -Dselfheal.docs=write",
                        name, test.getSimpleName())
                .isEqualTo(expected);
    }

    private Path path() {
        return Path.of("..", "docs", name);
    }
}
