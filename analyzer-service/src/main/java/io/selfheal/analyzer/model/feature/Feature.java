package io.selfheal.analyzer.model.feature;

import io.selfheal.analyzer.profile.Habits.Share;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.profile.Tally;
import io.selfheal.analyzer.profile.Trait;
import java.util.Arrays;
import java.util.List;

/**
 * A feature: its name, unit, scaling, and how it is read from a profile at a moment. The order is the order of a
 * model's columns; a changed list is another {@link #VERSION}, which older models are refused for.
 */
public enum Feature {
    REQUESTS_1M("requests_1m", "requests in the last minute", Scaling.LOG) {
        @Override
        double read(SourceProfile p, int now) {
            return p.within(Tally.REQUESTS, now, MINUTE);
        }
    },
    REQUESTS_1H("requests_1h", "requests in the last hour", Scaling.LOG) {
        @Override
        double read(SourceProfile p, int now) {
            return p.within(Tally.REQUESTS, now, HOUR);
        }
    },
    STATUS_2XX("status_2xx", "share of requests with status 200 to 299", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().share(Share.STATUS_2XX);
        }
    },
    STATUS_3XX("status_3xx", "share of requests with status 300 to 399", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().share(Share.STATUS_3XX);
        }
    },
    STATUS_4XX("status_4xx", "share of requests with status 400 to 499", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().share(Share.STATUS_4XX);
        }
    },
    STATUS_5XX("status_5xx", "share of requests with status 500 to 599", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().share(Share.STATUS_5XX);
        }
    },
    METHOD_GET("method_get", "share of requests with GET", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().share(Share.GET);
        }
    },
    METHOD_HEAD("method_head", "share of requests with HEAD", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().share(Share.HEAD);
        }
    },
    METHOD_POST("method_post", "share of requests with POST", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().share(Share.POST);
        }
    },
    METHOD_OTHER("method_other", "share of requests with any other method", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().otherMethods();
        }
    },
    URL_LENGTH("url_length", "characters of path and query: mean of ln(1 + x)", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().urlLength();
        }
    },
    URL_LONGEST("url_longest", "characters of the longest path and query: ln(1 + x)", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().longestUrl();
        }
    },
    RESPONSE_SIZE("response_size", "bytes of the response: mean of ln(1 + x)", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().responseSize();
        }
    },
    URL_ENTROPY("url_entropy", "Shannon entropy of the URLs in bits, 0 to 6", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().urlEntropy();
        }
    },
    DISTINCT_PATHS("distinct_paths", "different URLs", Scaling.LOG) {
        @Override
        double read(SourceProfile p, int now) {
            return p.distinct(Trait.PATHS);
        }
    },
    DISTINCT_AGENTS("distinct_agents", "different user agents", Scaling.LOG) {
        @Override
        double read(SourceProfile p, int now) {
            return p.distinct(Trait.AGENTS);
        }
    },
    WITHOUT_AGENT("without_agent", "share of requests without user agent", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().share(Share.WITHOUT_AGENT);
        }
    },
    DISTINCT_USERS("distinct_users", "different account names", Scaling.LOG) {
        @Override
        double read(SourceProfile p, int now) {
            return p.distinct(Trait.USERS);
        }
    },
    DISTINCT_HOSTS("distinct_hosts", "different hosts of the fleet", Scaling.LOG) {
        @Override
        double read(SourceProfile p, int now) {
            return p.distinct(Trait.HOSTS);
        }
    },
    DISTINCT_PORTS("distinct_ports", "different destination ports", Scaling.LOG) {
        @Override
        double read(SourceProfile p, int now) {
            return p.distinct(Trait.PORTS);
        }
    },
    FAILED_LOGINS_1H("failed_logins_1h", "failed logins in the last hour", Scaling.LOG) {
        @Override
        double read(SourceProfile p, int now) {
            return p.within(Tally.FAILED_LOGINS, now, HOUR);
        }
    },
    LOGIN_FAILURES("login_failures", "share of logins of the last day that failed", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            double failed = p.within(Tally.FAILED_LOGINS, now, DAY);
            double all = failed + p.within(Tally.SUCCESSFUL_LOGINS, now, DAY);
            return all == 0 ? 0 : failed / all;
        }
    },
    DROPPED_PACKETS_1H("dropped_packets_1h", "dropped packets in the last hour", Scaling.LOG) {
        @Override
        double read(SourceProfile p, int now) {
            return p.within(Tally.DROPPED_PACKETS, now, HOUR);
        }
    },
    GAP("gap", "seconds between two events: mean of ln(1 + x)", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().gap();
        }
    },
    GAP_DEVIATION("gap_deviation", "seconds between two events: standard deviation of ln(1 + x)", Scaling.NONE) {
        @Override
        double read(SourceProfile p, int now) {
            return p.habits().gapDeviation();
        }
    },
    HOUR_SIN("hour_sin", "time of day, UTC", Scaling.CIRCLE) {
        @Override
        double read(SourceProfile p, int now) {
            return Math.sin(angle(now));
        }
    },
    HOUR_COS("hour_cos", "time of day, UTC", Scaling.CIRCLE) {
        @Override
        double read(SourceProfile p, int now) {
            return Math.cos(angle(now));
        }
    };

    /** Name of this list of features; it stands in each model's manifest. */
    public static final String VERSION = "selfheal-features-1";

    /** How many there are. */
    public static final int COUNT = values().length;

    /** Their names in order, as a manifest and a CSV header carry them. */
    public static final List<String> NAMES =
            Arrays.stream(values()).map(Feature::featureName).toList();

    private static final int MINUTE = 60;
    private static final int HOUR = 3_600;
    private static final int DAY = 86_400;
    private static final Feature[] ALL = values();

    private final String featureName;
    private final String unit;
    private final Scaling scaling;

    Feature(String featureName, String unit, Scaling scaling) {
        this.featureName = featureName;
        this.unit = unit;
        this.scaling = scaling;
    }

    /** The figure before it is scaled. */
    abstract double read(SourceProfile profile, int now);

    public String featureName() {
        return featureName;
    }

    public String unit() {
        return unit;
    }

    public Scaling scaling() {
        return scaling;
    }

    /** Whether it follows the clock rather than the source, so that a change within hours means nothing. */
    public boolean isTimeOfDay() {
        return scaling == Scaling.CIRCLE;
    }

    /**
     * The features of a profile at a second of event time. The only way to them, for training and scoring alike: about
     * 0.5 µs, 2 µs for a source with many requests.
     *
     * @return {@link #COUNT} finite values in order
     */
    public static float[] extract(SourceProfile profile, int now) {
        float[] row = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            row[i] = ALL[i].scaling.apply(ALL[i].read(profile, now));
        }
        return row;
    }

    private static double angle(int now) {
        return 2 * Math.PI * (now % DAY) / DAY;
    }
}
