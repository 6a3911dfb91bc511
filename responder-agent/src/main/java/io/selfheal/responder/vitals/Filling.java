package io.selfheal.responder.vitals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * How fast one file system fills: a straight line through what was used over a window, by least squares. At most
 * {@value #POINTS} points.
 */
final class Filling {
    private static final int POINTS = 72;
    private static final int FEWEST = 6;

    private final Duration window;
    private final Duration step;
    private final Deque<Point> points = new ArrayDeque<>();

    private record Point(Instant at, double used) {}

    Filling(Duration window) {
        this.window = window;
        this.step = window.dividedBy(POINTS);
    }

    void add(Instant at, double used) {
        if (!points.isEmpty() && at.isBefore(points.getLast().at().plus(step))) {
            return;
        }
        points.addLast(new Point(at, used));
        while (points.size() > POINTS || points.getFirst().at().isBefore(at.minus(window))) {
            points.removeFirst();
        }
    }

    /**
     * Hours until nothing is left at this speed.
     *
     * @return empty while too little is known, or when it does not fill
     */
    OptionalDouble hoursLeft(double available) {
        if (points.size() < FEWEST) {
            return OptionalDouble.empty();
        }
        Instant start = points.getFirst().at();
        double n = points.size();
        double sumX = 0;
        double sumY = 0;
        double sumXx = 0;
        double sumXy = 0;
        for (Point point : points) {
            double x = Duration.between(start, point.at()).toSeconds() / 3600.0;
            double y = point.used() - points.getFirst().used();
            sumX += x;
            sumY += y;
            sumXx += x * x;
            sumXy += x * y;
        }
        double spread = n * sumXx - sumX * sumX;
        double perHour = spread <= 0 ? 0 : (n * sumXy - sumX * sumY) / spread;
        return perHour <= 0 ? OptionalDouble.empty() : OptionalDouble.of(available / perHour);
    }
}
