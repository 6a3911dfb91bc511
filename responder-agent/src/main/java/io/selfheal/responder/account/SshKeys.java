package io.selfheal.responder.account;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/**
 * Puts an account's SSH keys aside and back, by renaming {@code .ssh} itself. The home directory is the account
 * holder's own: it is opened once and names are relative to it, so that nothing he swaps meanwhile, and no link in the
 * place of {@code .ssh}, leads elsewhere.
 */
final class SshKeys {
    private static final Path SSH = Path.of(".ssh");

    /**
     * Puts the keys aside.
     *
     * @param name what {@code .ssh} is called meanwhile; not to be guessed, or the holder could take it beforehand
     * @return whether there were any
     */
    boolean putAside(Path home, String name) throws IOException {
        return rename(home, SSH, Path.of(name));
    }

    boolean putBack(Path home, String name) throws IOException {
        return rename(home, Path.of(name), SSH);
    }

    private static boolean rename(Path home, Path from, Path to) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(home)) {
            if (!(entries instanceof SecureDirectoryStream<Path> directory)) {
                throw new IOException("this system has no safe way to rename in " + home);
            }
            directory.move(from, directory, to);
            return true;
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Without a home directory or keys there is nothing to do.
            return false;
        }
    }
}
