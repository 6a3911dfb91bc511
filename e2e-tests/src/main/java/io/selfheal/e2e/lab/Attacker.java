package io.selfheal.e2e.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Real attack tools, run from a place of the laboratory against another. */
public final class Attacker {
    private final Place from;

    public Attacker(Place from) {
        this.from = from;
    }

    /** Tries each password for one user over SSH; about 4 tries a second and task. Ends by itself or at the limit. */
    public Finished hydra(String target, String user, List<String> passwords, int tasks, Duration limit) {
        return from.run(hydraArguments(target, List.of(user), passwords, tasks), limit);
    }

    /** Tries one password for each of many users, the shape of a user enumeration. */
    public Finished hydraUsers(String target, List<String> users, String password, int tasks, Duration limit) {
        return from.run(hydraArguments(target, users, List.of(password), tasks), limit);
    }

    /** Starts a brute force that has {@code tries} wrong passwords to go, and returns at once. */
    public Running startHydra(String target, String user, int tries, int tasks) {
        List<String> passwords =
                IntStream.range(0, tries).mapToObj(n -> "wrong-" + n).toList();
        return from.start("hydra", hydraArguments(target, List.of(user), passwords, tasks));
    }

    /** Logs in over SSH with a password and runs {@code true}; ok when that worked. */
    public Finished login(String target, String user, String password, Duration limit) {
        return from.run(ssh(target, user, password, limit, List.of("true")), limit.plusSeconds(2));
    }

    /** Logs in over SSH on a terminal and stays, noted in the machine's utmp, until the result is closed. */
    public Running stay(String target, String user, String password) {
        return from.start(
                "ssh-" + user, ssh(target, user, password, Duration.ofSeconds(10), List.of("-tt", "sleep", "3600")));
    }

    private static List<String> ssh(String target, String user, String password, Duration limit, List<String> command) {
        List<String> argv = new ArrayList<>(List.of("sshpass", "-p", password, "ssh"));
        for (String option : List.of(
                "StrictHostKeyChecking=no",
                "UserKnownHostsFile=/dev/null",
                "PreferredAuthentications=password",
                "NumberOfPasswordPrompts=1",
                "ConnectTimeout=" + Math.max(1, limit.toSeconds()))) {
            argv.addAll(List.of("-o", option));
        }
        argv.addAll(List.of("-l", user, target));
        argv.addAll(command);
        return argv;
    }

    /**
     * Asks for a path exactly as given, unnormalised.
     *
     * @param pathAndQuery what follows the host, beginning with a slash, already encoded where it must be
     * @param more further curl arguments, e.g. {@code -A} and a user agent
     * @return the output is the status code, {@code 000} when there was no answer
     */
    public Finished curl(String target, String pathAndQuery, Duration limit, String... more) {
        List<String> argv = new ArrayList<>(List.of(
                "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--globoff", "--path-as-is", "--noproxy", "*"));
        argv.addAll(List.of("-m", Long.toString(Math.max(1, limit.toSeconds()))));
        argv.addAll(List.of(more));
        argv.add("http://" + bracketed(target) + pathAndQuery);
        return from.run(argv, limit.plusSeconds(5));
    }

    /** Asks for each path of one kind of attack, one after the other. */
    public List<Finished> web(WebAttack attack, String target, Duration limitEach) {
        return attack.paths().stream()
                .map(path -> curl(target, path, limitEach, "-A", attack.userAgent()))
                .toList();
    }

    /** A full-connect port scan ({@code -sT}); {@code ports} as nmap writes them, e.g. {@code 1-200}. */
    public Finished scan(String target, String ports, Duration limit) {
        Stream<String> family = target.indexOf(':') >= 0 ? Stream.of("-6") : Stream.empty();
        return from.run(
                Stream.concat(Stream.of("nmap", "-sT", "-Pn", "-n", "-T4", "-p", ports, target), family)
                        .toList(),
                limit);
    }

    /** What a TCP connection to the port meets, see {@link Reach}. */
    public Reach canConnect(String target, int port, Duration limit) {
        return Reach.from(from, target, port, limit);
    }

    private List<String> hydraArguments(String target, List<String> users, List<String> passwords, int tasks) {
        LabRun run = from.labRun();
        String number = Long.toString(System.nanoTime());
        String userFile = run.write("hydra/users-" + number, String.join("\n", users) + "\n")
                .toString();
        String passwordFile = run.write("hydra/passwords-" + number, String.join("\n", passwords) + "\n")
                .toString();
        // It leaves a file where it is when it is ended.
        List<String> argv = new ArrayList<>(List.of("env", "-C", run.directory().toString()));
        argv.addAll(List.of("hydra", "-I", "-L", userFile, "-P", passwordFile));
        argv.addAll(List.of("-t", Integer.toString(tasks)));
        if (target.indexOf(':') >= 0) {
            argv.add("-6");
        }
        argv.add("ssh://" + bracketed(target));
        return argv;
    }

    private static String bracketed(String address) {
        return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    }
}
