package io.selfheal.responder.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.responder.order.Performer.Result;
import io.selfheal.responder.order.Performer.Task;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.state.LockedAccounts;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real usermod and chage on account files of their own, and real processes of a real user number. */
class AccountsTest {
    private static final int UID = 54_321;
    private static final Path USERMOD = Path.of("/usr/sbin/usermod");

    @TempDir
    Path root;

    private Path home;
    private Path keys;

    @BeforeEach
    void makeAccounts() throws IOException {
        assumeThat(USERMOD).exists();
        assumeThat(System.getProperty("user.name"))
                .as("changing accounts needs root")
                .isEqualTo("root");
        Path etc = Files.createDirectories(root.resolve("etc"));
        home = Files.createDirectories(root.resolve("home/bob"));
        keys = Files.createDirectories(home.resolve(".ssh")).resolve("authorized_keys");
        Files.writeString(keys, "ssh-ed25519 AAAA bob");
        Files.writeString(etc.resolve("passwd"), """
                root:x:0:0:root:/root:/bin/sh
                www-data:x:33:33::/var/www:/usr/sbin/nologin
                bob:x:%d:%d::%s:/bin/sh
                boss:x:%d:%d::/home/boss:/bin/sh
                """.formatted(UID, UID, home, UID + 1, UID + 1));
        Files.writeString(etc.resolve("shadow"), """
                root:*:19000:0:99999:7:::
                www-data:*:19000:0:99999:7:::
                bob:$y$j9T$hash:19000:0:99999:7::25567:
                boss:$y$j9T$hash:19000:0:99999:7:::
                """);
        Files.writeString(etc.resolve("group"), "root:x:0:\nsudo:x:27:boss\n");
        Files.writeString(etc.resolve("login.defs"), "");
    }

    private ExternalProgram script(String name, String body) throws IOException {
        Path file = Files.writeString(root.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program(file.toString());
    }

    private static ExternalProgram program(String... command) {
        return new ExternalProgram(List.of(command), Duration.ofSeconds(20));
    }

    private Accounts accounts(ExternalProgram usermod) throws IOException {
        Accounts.Tools tools = new Accounts.Tools(
                script("loginctl", "echo 'No user bob known or logged in' >&2; exit 1"),
                usermod,
                program("/usr/bin/chage", "--root", root.toString()),
                script("getent", "grep \"^$2:\" " + root + "/etc/$1 || exit 2"),
                script("id", "[ \"$4\" = boss ] && echo boss sudo || echo \"$4\""));
        Accounts.Protection protection = new Accounts.Protection(Set.of("root"), Set.of("sudo"), 1000);
        return new Accounts(protection, tools, new LockedAccounts(root));
    }

    private Accounts accounts() throws IOException {
        return accounts(program(USERMOD.toString(), "--prefix", root.toString()));
    }

    private static Result perform(Accounts accounts, NodeAct act) {
        return accounts.objection(act)
                .map(Result::refused)
                .orElseGet(() -> accounts.perform(new Task("o", "ann", act)));
    }

    @Test
    void aHolderWhoMakesPuttingTheKeysAsideFailIsLockedAllTheSame() throws Exception {
        String passwd = Files.readString(root.resolve("etc/passwd"));
        Files.writeString(root.resolve("etc/passwd"), passwd.replace(home.toString(), "/proc/self"));

        Result result = perform(accounts(), new NodeAct.LockAccount("bob"));

        assertThat(result.status()).as(result.reason()).isEqualTo(Status.APPLIED);
        assertThat(shadow()).startsWith("bob:!").endsWith(":1:");
    }

    private String shadow() throws IOException {
        return Files.readAllLines(root.resolve("etc/shadow")).stream()
                .filter(line -> line.startsWith("bob:"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLockReachesPasswordExpiryAndKeysAndItsUndoingEachOfThemAlsoAfterARestart() throws Exception {
        Result locked = perform(accounts(), new NodeAct.LockAccount("bob"));

        assertThat(locked.status()).as(locked.reason()).isEqualTo(Status.APPLIED);
        assertThat(shadow()).startsWith("bob:!$y$j9T$hash:").endsWith(":1:");
        assertThat(keys).doesNotExist();
        assertThat(perform(accounts(), new NodeAct.LockAccount("bob")).status()).isEqualTo(Status.ALREADY_IN_FORCE);

        Result unlocked = perform(accounts(), new NodeAct.UnlockAccount("bob"));

        assertThat(unlocked.status()).as(unlocked.reason()).isEqualTo(Status.APPLIED);
        assertThat(shadow()).startsWith("bob:$y$j9T$hash:").endsWith(":25567:");
        assertThat(keys).hasContent("ssh-ed25519 AAAA bob");
        assertThat(perform(accounts(), new NodeAct.UnlockAccount("bob")).reason())
                .isEqualTo("bob was not locked by SelfHeal on this host");
    }

    @Test
    void whenAPartOfALockFailsTheOthersAreUndone() throws Exception {
        String before = shadow();
        Accounts broken = accounts(script("usermod", "echo 'cannot lock /etc/passwd; try again later.' >&2; exit 1"));

        Result result = perform(broken, new NodeAct.LockAccount("bob"));

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.reason()).contains("cannot lock /etc/passwd").endsWith("nothing is changed");
        assertThat(shadow()).isEqualTo(before);
        assertThat(keys).exists();
    }

    @Test
    void protectedAccountsAreRefused() throws Exception {
        Accounts accounts = accounts();

        assertThat(perform(accounts, new NodeAct.LockAccount("root")).reason()).contains("is protected");
        assertThat(perform(accounts, new NodeAct.LockAccount("boss")).reason()).contains("is an administrator");
        assertThat(perform(accounts, new NodeAct.EndSessions("www-data")).reason())
                .contains("account of the system");
        assertThat(perform(accounts, new NodeAct.EndSessions("nobody-here")).reason())
                .contains("there is no account");
    }

    @Test
    void endsEveryProcessOfTheAccountAndSaysWhenThereIsNone() throws Exception {
        Process process = new ProcessBuilder("setpriv", "--reuid=" + UID, "--clear-groups", "sleep", "1000").start();
        await().until(() ->
                Files.readString(Path.of("/proc/" + process.pid() + "/status")).contains("Uid:\t" + UID));

        Result ended = perform(accounts(), new NodeAct.EndSessions("bob"));

        assertThat(ended).isEqualTo(Result.applied("1 processes ended"));
        assertThat(process.waitFor()).isEqualTo(137);
        assertThat(perform(accounts(), new NodeAct.EndSessions("bob")).status()).isEqualTo(Status.ALREADY_IN_FORCE);
    }

    @Test
    void aLinkInsteadOfTheKeysDirectoryLeadsNowhere() throws Exception {
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("authorized_keys"), "of somebody else");
        Files.delete(keys);
        Files.delete(home.resolve(".ssh"));
        Files.createSymbolicLink(home.resolve(".ssh"), elsewhere);

        Result result = perform(accounts(), new NodeAct.LockAccount("bob"));

        assertThat(elsewhere.resolve("authorized_keys")).exists();
        assertThat(result.status()).as(result.reason()).isEqualTo(Status.APPLIED);
        assertThat(Files.exists(home.resolve(".ssh"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        perform(accounts(), new NodeAct.UnlockAccount("bob"));
        assertThat(Files.isSymbolicLink(home.resolve(".ssh"))).isTrue();
    }
}
