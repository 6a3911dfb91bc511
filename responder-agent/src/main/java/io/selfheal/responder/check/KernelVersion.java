package io.selfheal.responder.check;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders kernel releases like {@code 6.1.0-9-amd64} and {@code 6.1.0-28-amd64}: numbers as numbers. */
final class KernelVersion {
    private static final Pattern PART = Pattern.compile("[0-9]{1,9}|[^0-9]+");

    private KernelVersion() {}

    static int compare(String one, String other) {
        Matcher a = PART.matcher(one);
        Matcher b = PART.matcher(other);
        while (true) {
            boolean moreA = a.find();
            boolean moreB = b.find();
            if (!moreA || !moreB) {
                return Boolean.compare(moreA, moreB);
            }
            boolean numbers = Character.isDigit(a.group().charAt(0))
                    && Character.isDigit(b.group().charAt(0));
            int order = numbers
                    ? Integer.compare(Integer.parseInt(a.group()), Integer.parseInt(b.group()))
                    : a.group().compareTo(b.group());
            if (order != 0) {
                return order;
            }
        }
    }
}
