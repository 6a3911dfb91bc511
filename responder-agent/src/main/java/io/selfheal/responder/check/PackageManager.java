package io.selfheal.responder.check;

/** What installs the packages of this system, asked what it would upgrade (HLT-07). */
public interface PackageManager {
    String CHECK = "packages";

    /**
     * What it would upgrade; {@link Finding.NotHere} where it is not installed. Never throws.
     *
     * @param refresh fetch the lists of packages first; needs root
     */
    Finding look(boolean refresh);
}
