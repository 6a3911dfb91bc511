package io.selfheal.standalone.train;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong with a file, in words: the JDK's messages are often the file's name and nothing else. */
final class IoWords {
    private IoWords() {}

    static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException n -> n.getFile() + " does not exist";
            case AccessDeniedException a -> a.getFile() + ": permission denied";
            case NotDirectoryException n -> n.getFile() + " is no folder";
            case FileSystemException f -> f.getReason() == null ? f.getFile() + " cannot be used" : f.getMessage();
            default -> String.valueOf(e.getMessage());
        };
    }
}
