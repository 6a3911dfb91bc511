package io.selfheal.responder.check;

import java.util.Comparator;
import java.util.List;

/**
 * A package that would be upgraded or newly installed.
 *
 * @param name of the package
 * @param installed the version that is installed; empty for a new one
 * @param candidate the version it would become
 * @param isSecurity whether it mends a security fault, by what its repository says, never by a word in its version (HLT-02)
 */
record Upgrade(String name, String installed, String candidate, boolean isSecurity) {
    private static final Comparator<Upgrade> MOST_URGENT_FIRST =
            Comparator.comparing(Upgrade::isSecurity).reversed().thenComparing(Upgrade::name);

    private String describe() {
        return name + " " + (installed.isEmpty() ? "(new)" : installed) + " → " + candidate
                + (isSecurity ? " (security)" : "");
    }

    /** What is said of them all. */
    static Finding.Looked found(List<Upgrade> upgrades, List<String> hints) {
        return new Finding.Looked(
                PackageManager.CHECK,
                (int) upgrades.stream().filter(Upgrade::isSecurity).count(),
                upgrades.stream()
                        .sorted(MOST_URGENT_FIRST)
                        .map(Upgrade::describe)
                        .toList(),
                hints);
    }
}
