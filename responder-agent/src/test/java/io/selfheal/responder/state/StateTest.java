package io.selfheal.responder.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SetClock;
import io.selfheal.responder.reconcile.Overrides;
import io.selfheal.responder.reconcile.Reports.Report;
import io.selfheal.responder.reconcile.Wanted;
import io.selfheal.responder.reconcile.Wanted.Origin;
import io.selfheal.responder.state.Outbox.Letter;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.policy.AllowEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {
    private static final Cidr A = Cidr.parse("203.0.113.7");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path directory;

    private static Wanted wanted(Origin origin) {
        return new Wanted(
                A, "d1", NOON, NOON.plusSeconds(3600), NOON, 93, "policy", "brute \"force\" \u001b[31m", origin, false);
    }

    @Test
    void remembersThatABlockIsOnlySimulated() throws Exception {
        Wanted real = wanted(Origin.FLEET);
        Wanted simulated =
                new Wanted(A, "d2", NOON, NOON.plusSeconds(60), NOON, 93, "policy", "why", Origin.FLEET, true);

        new NodeStore(directory).saveDesired(new NodeStore.Desired(List.of(real, simulated), Map.of()));

        assertThat(new NodeStore(directory).loadDesired().wanted()).containsExactly(real, simulated);
    }

    @Test
    void givesBackTheDesiredSetAndWhatWasSaidAboutIt() throws Exception {
        NodeStore store = new NodeStore(directory);
        Map<Cidr, Report> reports = Map.of(A, new Report("d1", Status.REFUSED, "is on the allowlist"));

        store.saveDesired(new NodeStore.Desired(List.of(wanted(Origin.FLEET)), reports));

        NodeStore.Desired kept = new NodeStore(directory).loadDesired();
        assertThat(kept.wanted()).containsExactly(wanted(Origin.FLEET));
        assertThat(kept.reports()).isEqualTo(reports);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("desired.jsonl"))))
                .isEqualTo("rw-------");
    }

    @Test
    void givesBackEveryKindOfOverride() throws Exception {
        Overrides overrides = Overrides.NONE
                .withUnblocked(Cidr.parse("198.51.100.1"), NOON)
                .withAllUnblocked(NOON)
                .withUnblocked(Cidr.parse("198.51.100.2"), NOON)
                .withBlock(wanted(Origin.LOCAL))
                .withAllow(new AllowEntry(Cidr.parse("2001:db8::/32"), "lab", "ann", NOON.plusSeconds(60)))
                .withAllow(new AllowEntry(Cidr.parse("192.0.2.0/24"), "", "root", null))
                .withApproved("d7");
        NodeStore store = new NodeStore(directory);

        store.saveOverrides(overrides);

        assertThat(new NodeStore(directory).loadOverrides()).isEqualTo(overrides);
    }

    @Test
    void putsADamagedFileAsideInsteadOfBelievingIt() throws Exception {
        NodeStore store = new NodeStore(directory);
        store.saveDesired(new NodeStore.Desired(List.of(wanted(Origin.FLEET)), Map.of()));
        Path file = directory.resolve("desired.jsonl");
        Files.writeString(file, Files.readString(file).replace("203.0.113.7", "203.0.113.9"));

        assertThat(store.loadDesired().wanted()).isEmpty();

        assertThat(directory.resolve("desired.jsonl.damaged")).exists();
        assertThat(file).doesNotExist();
    }

    @Test
    void aDamagedListOfLockedAccountsIsKeptForPeopleWhenTheNextOneIsLocked() throws Exception {
        Path file = directory.resolve("locked-accounts.jsonl");
        new LockedAccounts(directory).put(new LockedAccounts.Before("anna", "20000", false, ".ssh.locked"));
        String damaged = Files.readString(file).replace("anna", "hanna");
        Files.writeString(file, damaged);

        LockedAccounts again = new LockedAccounts(directory);
        again.put(new LockedAccounts.Before("bob", "", true, ""));

        assertThat(again.names()).containsExactly("bob");
        assertThat(new LockedAccounts(directory).names()).containsExactly("bob");
        assertThat(directory.resolve("locked-accounts.jsonl.damaged")).hasContent(damaged);
    }

    private static OrderBook.Entry entry(String id, Instant at, boolean counts) {
        return new OrderBook.Entry(
                id, "place", "SCAN", "matter", at, at.plusSeconds(300), at, counts, OrderBook.Stage.CLOSED, "", "");
    }

    @Test
    void remembersOrdersOverARestart() throws Exception {
        SetClock clock = new SetClock();
        OrderBook book = new OrderBook(directory, clock);

        assertThat(book.note(entry("o1", clock.instant(), true))).isTrue();

        OrderBook again = new OrderBook(directory, clock);
        assertThat(again.find("o1")).contains(entry("o1", clock.instant(), true));
        assertThat(again.counted("SCAN", clock.instant().minusSeconds(1))).isEqualTo(1);
        assertThat(again.newest("matter")).contains(clock.instant());
        assertThat(again.since()).isEqualTo(clock.instant());
    }

    @Test
    void forgetsOrdersThatTheTopicNoLongerHas() {
        SetClock clock = new SetClock();
        OrderBook book = new OrderBook(directory, clock);
        book.note(entry("o1", clock.instant(), true));

        clock.move(Duration.ofDays(9));
        book.note(entry("o2", clock.instant(), true));

        assertThat(book.find("o1")).isEmpty();
    }

    @Test
    void whatWasForgottenUnderAWrongClockIsNotTakenAgainUnderTheRightOne() {
        SetClock clock = new SetClock();
        OrderBook book = new OrderBook(directory, clock);
        Instant issued = clock.move(Duration.ofMinutes(1));
        book.note(entry("o1", issued, true));

        clock.move(Duration.ofDays(9));
        book.note(entry("o2", issued, false));
        clock.move(Duration.ofDays(-9));

        assertThat(book.since()).isAfter(issued).isBefore(issued.plusSeconds(1));
        assertThat(new OrderBook(directory, clock).since()).isEqualTo(book.since());
    }

    @Test
    void whatAFullMemoryForgotIsNotTakenAgainWhereTheClockIsSetBack() throws Exception {
        SetClock clock = new SetClock();
        Instant first = clock.instant();
        List<Map<String, Object>> lines = new ArrayList<>();
        lines.add(Map.of("since", first));
        for (int i = 0; i < 10_000; i++) {
            Instant issued = first.plusSeconds(i + 1L);
            lines.add(Map.of(
                    "id",
                    "o" + i,
                    "issued",
                    issued,
                    "expires",
                    issued.plusSeconds(60),
                    "taken",
                    issued,
                    "counts",
                    true));
        }
        new CheckedFile(directory.resolve("orders-done.jsonl")).write(lines);
        clock.move(Duration.ofHours(8));
        OrderBook book = new OrderBook(directory, clock);

        assertThat(book.note(entry("newest", clock.instant(), true))).isTrue();

        assertThat(book.find("o0")).isEmpty();
        assertThat(book.find("o1")).isPresent();
        assertThat(book.since()).isAfter(first.plusSeconds(1)).isBefore(first.plusSeconds(2));
    }

    @Test
    void aMemoryThatWasBegunInTheFutureCountsFromNowOn() {
        SetClock clock = new SetClock();
        OrderBook book = new OrderBook(directory, clock);

        clock.move(Duration.ofDays(-3650));

        assertThat(book.since()).isEqualTo(clock.instant());
        assertThat(book.since()).isEqualTo(clock.instant());
    }

    @Test
    void aDamagedMemoryOfOrdersIsPutAsideAndOlderOrdersAreNoLongerComplete() throws Exception {
        SetClock clock = new SetClock();
        new OrderBook(directory, clock).note(entry("o1", clock.instant(), true));
        Path file = directory.resolve("orders-done.jsonl");
        Files.writeString(file, Files.readString(file).replace("\"o1\"", "\"o9\""));
        clock.move(Duration.ofMinutes(1));

        OrderBook book = new OrderBook(directory, clock);

        assertThat(book.find("o1")).isEmpty();
        assertThat(book.since()).isEqualTo(clock.instant());
        assertThat(directory.resolve("orders-done.jsonl.damaged")).exists();
    }

    @Test
    void theFirstVersionsMemoryOfOrdersIsReadable() throws Exception {
        SetClock clock = new SetClock();
        new CheckedFile(directory.resolve("orders-done.jsonl"))
                .write(List.of(Map.of("id", "o1", "until", clock.instant().plusSeconds(60))));

        OrderBook book = new OrderBook(directory, clock);

        assertThat(book.find("o1")).isPresent();
        assertThat(book.since()).isEqualTo(Instant.MIN);
    }

    @Test
    void keepsReportsOverARestartUntilTheyAreAcknowledged() throws Exception {
        Path file = directory.resolve("outbox");
        try (Outbox outbox = new Outbox(file, 1 << 20)) {
            outbox.add(new Letter("selfheal.outcomes", "web1", "{\"a\":1}"));
            outbox.add(new Letter("selfheal.alerts", "x", "{\"b\":\"ü\"}"));
        }
        Files.write(file, new byte[] {0, 0, 0, 9, 1}, StandardOpenOption.APPEND);

        try (Outbox again = new Outbox(file, 1 << 20)) {
            assertThat(again.next(10, Duration.ZERO))
                    .containsExactly(
                            new Letter("selfheal.outcomes", "web1", "{\"a\":1}"),
                            new Letter("selfheal.alerts", "x", "{\"b\":\"ü\"}"));
            again.acknowledged(2);
            assertThat(again.size()).isZero();
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void aDiskThatWasFullForAWhileCostsNoReportThatWasWrittenLater() throws Exception {
        List<Letter> later;
        try (SmallDisk disk = SmallDisk.make(directory.resolve("disk"))) {
            Path file = disk.path().resolve("outbox");
            Path ballast = disk.path().resolve("ballast");
            try (Outbox outbox = new Outbox(file, 1 << 20)) {
                outbox.add(new Letter("t", "k", "first"));
                Files.write(ballast, new byte[56 * 1024]);
                outbox.add(new Letter("t", "k", "x".repeat(20_000)));
                Files.delete(ballast);
                outbox.add(new Letter("t", "k", "later"));
            }
            try (Outbox again = new Outbox(file, 1 << 20)) {
                later = again.next(10, Duration.ZERO);
            }
        }
        assertThat(later).extracting(Letter::value).containsExactly("first", "later");
    }

    @Test
    void whatCannotBeWrittenCountsAgainstTheBoundToo() throws Exception {
        try (SmallDisk disk = SmallDisk.make(directory.resolve("disk"));
                Outbox outbox = new Outbox(disk.path().resolve("outbox"), 300_000)) {
            for (int i = 0; i < 20; i++) {
                outbox.add(new Letter("t", "k", "x".repeat(80_000)));
            }

            assertThat(outbox.size()).isEqualTo(3);
            assertThat(outbox.lost()).isEqualTo(17);
            outbox.acknowledged(3);
            assertThat(outbox.add(new Letter("t", "k", "again"))).isTrue();
        }
    }

    @Test
    void losesTheNewestReportsWhenItIsFullAndCountsThem() throws Exception {
        try (Outbox outbox = new Outbox(directory.resolve("outbox"), 100)) {
            assertThat(outbox.add(new Letter("t", "k", "x".repeat(60)))).isTrue();
            assertThat(outbox.add(new Letter("t", "k", "y".repeat(60)))).isFalse();

            assertThat(outbox.size()).isEqualTo(1);
            assertThat(outbox.lost()).isEqualTo(1);
        }
    }
}
