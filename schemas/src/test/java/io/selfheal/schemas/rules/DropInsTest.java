package io.selfheal.schemas.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of an administrator's own rules, as real files, with all that can be wrong with them. */
class DropInsTest {
    @TempDir
    private Path folder;

    private DropIns<String, List<String>> rules;

    /** A file is right if it says "ok …"; a word may stand in one file only. */
    private static final class Words implements DropIns.Compiler<String, List<String>> {
        @Override
        public String read(String file, String text) throws RuleRefusedException {
            if (!text.startsWith("ok ")) {
                throw new RuleRefusedException(file, file + ":1:1: is not ok; allowed: ok");
            }
            return file.substring(file.lastIndexOf('/') + 1) + " "
                    + text.substring(3).strip();
        }

        @Override
        public List<String> compose(List<String> files) throws RuleRefusedException {
            List<String> words = new ArrayList<>();
            for (String file : files) {
                String word = file.substring(file.indexOf(' ') + 1);
                if (words.contains(word)) {
                    String name = folderOf + "/" + file.substring(0, file.indexOf(' '));
                    throw new RuleRefusedException(name, name + ": '" + word + "' stands twice");
                }
                words.add(word);
            }
            return words;
        }

        private final Path folderOf;

        Words(Path folder) {
            this.folderOf = folder;
        }
    }

    @BeforeEach
    void begin() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        rules = new DropIns<>(new RuleFolder(folder), new Words(folder));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private boolean settle() {
        boolean changed = rules.poll();
        return rules.poll() || changed;
    }

    private List<String> refused() {
        return rules.status().refusals().stream().map(RuleRefusal::message).toList();
    }

    @Test
    void aFolderThatDoesNotExistIsEmpty() throws Exception {
        DropIns<String, List<String>> none =
                new DropIns<>(new RuleFolder(folder.resolve("nowhere")), new Words(folder)).load();

        assertThat(none.current()).isEmpty();
        assertThat(none.status().degraded()).isFalse();
    }

    @Test
    void filesCountOnceTheyStoppedChanging() throws Exception {
        rules.load();
        write("a.yaml", "ok one");

        assertThat(rules.poll()).isFalse();
        assertThat(rules.current()).isEmpty();
        assertThat(rules.poll()).isTrue();
        assertThat(rules.current()).containsExactly("one");
        assertThat(rules.poll()).isFalse();
    }

    @Test
    void subfoldersCountOneLevelDownAndOtherFilesDoNot() throws Exception {
        Files.createDirectories(folder.resolve("scenarios/deeper"));
        write("scenarios/a.yaml", "ok one");
        write("scenarios/deeper/b.yaml", "ok two");
        write("b.yml", "ok three");
        write("readme.txt", "bad");
        write(".a.yaml.swp", "bad");
        write(".hidden.yaml", "bad");

        assertThat(rules.load().current()).containsExactlyInAnyOrder("one", "three");
        assertThat(refused()).isEmpty();
    }

    @Test
    void aWrongFileIsRefusedAndWhatItSaidBeforeStaysWhileOthersChange() throws Exception {
        write("a.yaml", "ok one");
        write("b.yaml", "ok two");
        rules.load();

        write("a.yaml", "o");
        write("b.yaml", "ok three");
        settle();

        assertThat(rules.current()).containsExactly("one", "three");
        assertThat(refused()).containsExactly(folder + "/a.yaml:1:1: is not ok; allowed: ok");

        write("a.yaml", "ok four");
        settle();
        assertThat(rules.current()).containsExactly("four", "three");
        assertThat(rules.status().degraded()).isFalse();
    }

    @Test
    void aHalfWrittenFileIsLeftUntilItIsWhole() throws Exception {
        rules.load();
        write("a.yaml", "o");
        rules.poll();
        write("a.yaml", "ok on");
        rules.poll();
        write("a.yaml", "ok one");

        assertThat(rules.poll()).isFalse();
        assertThat(rules.poll()).isTrue();
        assertThat(rules.current()).containsExactly("one");
        assertThat(refused()).isEmpty();
    }

    @Test
    void aRefusalIsNewOnce() throws Exception {
        DropIns.Status before = rules.status();
        write("a.yaml", "bad");
        rules.load();
        assertThat(rules.status().newSince(before)).hasSize(1);

        DropIns.Status then = rules.status();
        write("b.yaml", "ok one");
        settle();
        assertThat(rules.status().newSince(then)).isEmpty();
        assertThat(rules.status().degraded()).isTrue();
    }

    @Test
    void aFileThatIsGoneCountsNoMore() throws Exception {
        write("a.yaml", "ok one");
        rules.load();

        Files.delete(folder.resolve("a.yaml"));
        settle();

        assertThat(rules.current()).isEmpty();
    }

    @Test
    void ofTwoThatDoNotGoTogetherTheFirstCountsUntilTheOtherIsGone() throws Exception {
        write("b.yaml", "ok one");
        rules.load();
        write("a.yaml", "ok one");
        settle();

        assertThat(rules.current()).containsExactly("one");
        assertThat(refused()).containsExactly(folder + "/b.yaml: 'one' stands twice");

        Files.delete(folder.resolve("a.yaml"));
        settle();
        assertThat(rules.current()).containsExactly("one");
        assertThat(refused()).isEmpty();
    }

    @Test
    void whatEveryoneMayWriteIsRefused() throws Exception {
        Path file = write("a.yaml", "ok one");
        rules.load();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        settle();

        assertThat(rules.current()).as("what it said while it was trusted").containsExactly("one");
        assertThat(refused()).singleElement().asString().contains("a.yaml: can be written by everyone; allowed: ");
    }

    @Test
    void aFolderThatEveryoneMayWriteIsRefusedAsAWhole() throws Exception {
        write("a.yaml", "ok one");
        rules.load();
        write("b.yaml", "ok two");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        settle();

        assertThat(rules.current()).containsExactly("one");
        assertThat(refused()).singleElement().asString().startsWith(folder + ": can be written by everyone");
    }

    @Test
    void aStrangersFileIsRefused() throws Exception {
        Path file = write("a.yaml", "ok one");
        Assumptions.assumeTrue(Files.getAttribute(file, "unix:uid").equals(0), "only root can give files away");
        Files.setAttribute(file, "unix:uid", 4711);

        assertThat(rules.load().current()).isEmpty();
        assertThat(refused())
                .singleElement()
                .asString()
                .contains("belongs to the user with id 4711; allowed: root (0)");
    }

    @Test
    void linksAreFollowedInsideTheFolderOnly(@TempDir Path elsewhere) throws Exception {
        Path real = Files.createDirectories(folder.resolve("..2026"));
        Files.writeString(real.resolve("a.yaml"), "ok one");
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..2026/a.yaml"));
        Files.createSymbolicLink(folder.resolve("b.yaml"), Files.writeString(elsewhere.resolve("b"), "ok two"));
        Files.createSymbolicLink(folder.resolve("c.yaml"), Path.of("c.yaml"));
        Files.createSymbolicLink(folder.resolve("d.yaml"), Path.of("nowhere"));
        Files.createSymbolicLink(folder.resolve("e"), folder);

        assertThat(rules.load().current()).containsExactly("one");
        assertThat(refused()).hasSize(3).anyMatch(message -> message.contains("b.yaml: is a link to " + elsewhere));
    }

    @Test
    void aHugeFileIsRefusedWithoutReadingItAll() throws Exception {
        write("a.yaml", "ok " + "x".repeat(RuleText.MAX_BYTES));

        rules.load();

        assertThat(refused()).singleElement().asString().contains("a.yaml: is too long; allowed: 1048576 bytes");
    }

    @Test
    void tenThousandFilesAreRefusedAsAWholeAndInBoundedTime() throws Exception {
        write("a.yaml", "ok one");
        rules.load();
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(folder.resolve("f" + i + ".yaml"));
        }
        settle();

        assertThat(rules.current()).containsExactly("one");
        assertThat(refused()).singleElement().asString().contains("holds more than 1000 rule files");
    }

    @Test
    void whatIsNoUtf8IsRefusedWithItsPlace() throws Exception {
        Files.write(folder.resolve("a.yaml"), new byte[] {'o', 'k', '\n', 'x', (byte) 0xc3, '('});

        rules.load();

        assertThat(refused())
                .singleElement()
                .asString()
                .contains("a.yaml:2:2: the byte 0xc3 is no UTF-8; allowed: UTF-8 text");
    }

    @Test
    void anotherContentOfTheSameLengthAndTimeIsSeen() throws Exception {
        Path file = write("a.yaml", "ok one");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        rules.load();
        write("a.yaml", "ok two");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        settle();

        assertThat(rules.current()).containsExactly("two");
    }
}
