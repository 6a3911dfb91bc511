package io.selfheal.responder.account;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts an account's SSH keys aside and back, by renaming. The directory is the account holder's own: it is opened
 * once without following links and files are named relative to it, so that nothing he swaps meanwhile leads elsewhere.
 */
final class SshKeys {
    static final List<String> FILES = List.of("authorized_keys", "authorized_keys2");
    private static final String ASIDE = ".locked-by-selfheal";

    /** What is done with the open directory. */
    private interface Step {
        void in(SecureDirectoryStream<Path> directory) throws IOException;
    }

    /** @return the files that were put aside */
    List<String> putAside(Path home) throws IOException {
        List<String> moved = new ArrayList<>();
        within(home, directory -> {
            for (String name : FILES) {
                if (move(directory, name, name + ASIDE)) {
                    moved.add(name);
                }
            }
        });
        return moved;
    }

    void putBack(Path home, List<String> names) throws IOException {
        within(home, directory -> {
            for (String name : names) {
                if (FILES.contains(name)) {
                    move(directory, name + ASIDE, name);
                }
            }
        });
    }

    private static boolean move(SecureDirectoryStream<Path> directory, String from, String to) throws IOException {
        try {
            directory.move(Path.of(from), directory, Path.of(to));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void within(Path home, Step step) throws IOException {
        try (DirectoryStream<Path> top = Files.newDirectoryStream(home)) {
            if (!(top instanceof SecureDirectoryStream<Path> secure)) {
                throw new IOException("this system has no safe way to look into " + home);
            }
            Optional<SecureDirectoryStream<Path>> ssh = open(secure);
            if (ssh.isPresent()) {
                try (SecureDirectoryStream<Path> directory = ssh.get()) {
                    step.in(directory);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Without a home directory there are no keys.
            return;
        }
    }

    private static Optional<SecureDirectoryStream<Path>> open(SecureDirectoryStream<Path> home) throws IOException {
        try {
            return Optional.of(home.newDirectoryStream(Path.of(".ssh"), LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
