package io.selfheal.agent.config;

/**
 * One thing wrong in a configuration, printed as {@code collector.yaml:12: sources[2].path: 'x' is not absolute;
 * allowed: an absolute path}.
 *
 * @param file the file as the problem names it
 * @param line counted from 1; 0 when the problem concerns the whole file
 * @param path the setting's path, empty for the whole file
 * @param message what is wrong and what is allowed; control characters of the value are already escaped
 */
public record Problem(String file, int line, String path, String message) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
