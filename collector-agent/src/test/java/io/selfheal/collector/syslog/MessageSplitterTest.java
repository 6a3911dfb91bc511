package io.selfheal.collector.syslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSplitterTest {
    private static final int BOUND = 64;

    private final List<String> messages = new ArrayList<>();
    private final MessageSplitter splitter = new MessageSplitter(
            BOUND, (bytes, length, cut) -> messages.add(new String(bytes, 0, length, ISO_8859_1) + (cut ? "…" : "")));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void readsCountedMessagesAndLinesInAnyPieces(int piece) throws Exception {
        push("6 <34>ab7 <34>a\nb<34>line one\r\n\n<34>line two\0" + "8 <34>last", piece);

        assertThat(messages).containsExactly("<34>ab", "<34>a\nb", "<34>line one", "<34>line two", "<34>last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"123 text", "20261121 host app: text", "12x", "99999999999 <34>x", "7: text"})
    void takesALineThatBeginsWithANumberForALine(String line) throws Exception {
        push(line + "\n", 3);

        assertThat(messages).containsExactly(line);
    }

    @Test
    void cutsWhatIsLongerThanTheBoundAndGoesOnBehindIt() throws Exception {
        push("100 <" + "a".repeat(99) + "<34>" + "b".repeat(500) + "\n<34>c\n", 11);

        assertThat(messages).containsExactly("<" + "a".repeat(63) + "…", "<34>" + "b".repeat(60) + "…", "<34>c");
    }

    @Test
    void refusesACountThatNoMessageHas() {
        assertThatThrownBy(() -> push("1048577 <34>x", 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1048576");
    }

    @ParameterizedTest
    @CsvSource({"<34>half,true,<34>half,false", "<34>half,false,<34>half…,true", "9 <34>half,true,<34>half…,true"})
    void saysOfAStreamThatEndsWithoutAnEndWhetherItsLastMessageIsWhole(
            String sent, boolean inOrder, String expected, boolean half) throws Exception {
        push(sent, 4);

        assertThat(splitter.end(inOrder)).isEqualTo(half);
        assertThat(messages).containsExactly(expected);
    }

    @Test
    void losesNothingAndKeepsItsBoundWhateverTheBytesAre() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            try {
                splitter.push(bytes, 0, bytes.length);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("allowed");
            }
        }
        splitter.end(false);

        assertThat(messages).hasSizeGreaterThan(1000).allMatch(message -> message.length() <= BOUND + 1);
    }

    private void push(String text, int piece) throws IOException, InterruptedException {
        byte[] bytes = text.getBytes(ISO_8859_1);
        for (int at = 0; at < bytes.length; at += piece) {
            splitter.push(bytes, at, Math.min(bytes.length, at + piece));
        }
    }
}
