package io.selfheal.responder.vitals;

import io.selfheal.responder.config.VitalsSettings;
import io.selfheal.responder.state.Remembered;
import io.selfheal.schemas.vitals.HostVitals.NetworkInterface;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Finds traffic that is not usual on this host (COL-21): of each day the busiest five minutes of each hour are kept for
 * two weeks, and five minutes are unusual when they are far above what such an hour and its two neighbours had on most
 * days, and above all that they had on any day. So a nightly backup is no news, a weekly one only once, and a moment
 * never. A lasting rise is said once and then is what is usual. Nothing is said before three days are known.
 *
 * <p>Interfaces are not added up, for a bridge counts again what its members carry: the busiest one counts. At most 15
 * days with 48 numbers each are kept.
 */
final class Traffic {
    private static final Duration SLOT = Duration.ofMinutes(5);
    /** After a longer gap, as of a suspended host, a moment would be judged as five minutes. */
    private static final Duration LONGEST_SLOT = SLOT.multipliedBy(2);

    private static final Duration SILENCE = Duration.ofHours(6);
    private static final int DAYS = 14;
    private static final int WARM_UP = 3;
    private static final int HOURS = 24;
    /** Median and deviation as of a normal distribution: about one in a thousand million would be above. */
    private static final double DEVIATIONS = 6 * 1.4826;

    private static final double ABOVE_HIGHEST = 1.5;

    private final VitalsSettings settings;
    private final Remembered file;
    private final Direction in;
    private final Direction out;
    private Instant slotBegan = Instant.MIN;
    private long savedHour = -1;

    /**
     * Traffic that is not usual.
     *
     * @param direction {@code in} or {@code out}
     * @param rate bytes a second
     * @param usual what the busiest five minutes around this hour have on most days
     */
    record Unusual(String direction, double rate, double usual) {
        String text() {
            String ratio = usual < 1 ? "" : String.format(Locale.ROOT, ", %.0f times as much", rate / usual);
            return "traffic " + direction + " was " + rate(rate) + " for five minutes; usual at this hour is at most "
                    + rate(usual) + ratio;
        }

        static String rate(double bytes) {
            return bytes < 1 << 20
                    ? String.format(Locale.ROOT, "%.1f KiB/s", bytes / (1 << 10))
                    : String.format(Locale.ROOT, "%.1f MiB/s", bytes / (1 << 20));
        }
    }

    Traffic(VitalsSettings settings, Remembered file) {
        this.settings = settings;
        this.file = file;
        this.in = new Direction("in");
        this.out = new Direction("out");
        for (Map<String, Object> line : settings.unusualTraffic() ? file.read() : List.<Map<String, Object>>of()) {
            in.read(line);
            out.read(line);
        }
    }

    /** What is unusual about the five minutes that just ended, if they did. */
    List<Unusual> look(List<NetworkInterface> interfaces, Instant now) {
        if (!settings.unusualTraffic()) {
            return List.of();
        }
        List<Unusual> found = new ArrayList<>();
        if (now.isBefore(slotBegan) || !now.isBefore(slotBegan.plus(SLOT))) {
            if (slotBegan.isAfter(Instant.MIN)) {
                boolean isWhole = Duration.between(slotBegan, now).abs().compareTo(LONGEST_SLOT) <= 0;
                in.end(slotBegan, isWhole).ifPresent(found::add);
                out.end(slotBegan, isWhole).ifPresent(found::add);
                save(slotBegan);
            }
            slotBegan = now;
        }
        in.add(busiest(interfaces, NetworkInterface::bytesIn));
        out.add(busiest(interfaces, NetworkInterface::bytesOut));
        return found;
    }

    private static double busiest(List<NetworkInterface> interfaces, ToDoubleFunction<NetworkInterface> rate) {
        return interfaces.stream().mapToDouble(rate).max().orElse(0);
    }

    /** Once an hour: a restart forgets at most that. */
    private void save(Instant at) {
        long hour = at.getEpochSecond() / 3600;
        if (hour != savedHour) {
            savedHour = hour;
            List<Map<String, Object>> lines = new ArrayList<>();
            in.write(lines);
            out.write(lines);
            file.write(lines);
        }
    }

    /** One way that traffic goes. */
    private final class Direction {
        private final String name;
        /** By day since 1970: of each hour the busiest five minutes, or -1 where nothing was seen. */
        private final TreeMap<Long, long[]> days = new TreeMap<>();

        private Instant quietUntil = Instant.MIN;
        private double sum;
        private int samples;

        private Direction(String name) {
            this.name = name;
        }

        private void add(double rate) {
            sum += rate;
            samples++;
        }

        /** Judges the mean by what was known before it, then learns it. */
        private Optional<Unusual> end(Instant began, boolean isWhole) {
            double rate = sum / Math.max(1, samples);
            sum = 0;
            samples = 0;
            if (!isWhole) {
                return Optional.empty();
            }
            long day = Math.floorDiv(began.getEpochSecond(), 86_400L);
            int hour = began.atOffset(ZoneOffset.UTC).getHour();
            Optional<Unusual> found = judge(rate, day, hour, began);
            long[] hours = days.computeIfAbsent(day, Traffic::unseen);
            hours[hour] = Math.max(hours[hour], Math.round(rate));
            // Days of a clock that was ahead would never leave by age.
            days.keySet().removeIf(kept -> kept < day - DAYS || kept > day + 1);
            return found;
        }

        private Optional<Unusual> judge(double rate, long day, int hour, Instant now) {
            double[] usual = days.keySet().stream()
                    .filter(kept -> kept < day)
                    .mapToDouble(kept -> around(kept, hour))
                    .filter(most -> most >= 0)
                    .sorted()
                    .toArray();
            if (usual.length < WARM_UP || rate < settings.trafficLeast().bytes()) {
                return Optional.empty();
            }
            double median = median(usual);
            double deviation = median(Arrays.stream(usual)
                    .map(each -> Math.abs(each - median))
                    .sorted()
                    .toArray());
            double highest = Math.max(usual[usual.length - 1], around(day, hour));
            double bound = Math.max(
                    Math.max(settings.trafficFactor() * median, median + DEVIATIONS * deviation),
                    ABOVE_HIGHEST * highest);
            if (rate <= bound || now.isBefore(quietUntil)) {
                return Optional.empty();
            }
            quietUntil = now.plus(SILENCE);
            return Optional.of(new Unusual(name, rate, median));
        }

        /** The busiest five minutes of the hour and its neighbours, over midnight too; -1 if nothing was seen. */
        private double around(long day, int hour) {
            long most = -1;
            for (int at = hour - 1; at <= hour + 1; at++) {
                long[] hours = days.get(day + Math.floorDiv(at, HOURS));
                most = Math.max(most, hours == null ? -1 : hours[Math.floorMod(at, HOURS)]);
            }
            return most;
        }

        private void read(Map<String, Object> line) {
            if (name.equals(line.get("direction"))
                    && line.get("day") instanceof Long day
                    && line.get("hours") instanceof List<?> list
                    && list.size() == HOURS) {
                long[] hours = unseen(day);
                for (int i = 0; i < HOURS; i++) {
                    hours[i] = list.get(i) instanceof Long bytes ? bytes : -1;
                }
                days.put(day, hours);
            }
        }

        private void write(List<Map<String, Object>> lines) {
            days.forEach((day, hours) -> lines.add(Map.of(
                    "direction",
                    name,
                    "day",
                    day,
                    "hours",
                    Arrays.stream(hours).boxed().toList())));
        }
    }

    private static long[] unseen(long day) {
        long[] hours = new long[HOURS];
        Arrays.fill(hours, -1);
        return hours;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
