package io.selfheal.analyzer.geo;

import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** Says where addresses are. Safe for many threads. */
public interface Places {
    /** Knows no address. */
    Places NONE = new Places() {
        @Override
        public @Nullable Place of(IpAddress address) {
            return null;
        }

        @Override
        public int version() {
            return 0;
        }
    };

    /** Where the address is said to be; null when nobody says. About a microsecond. */
    @Nullable
    Place of(IpAddress address);

    /** Another number whenever answers may have changed. */
    int version();
}
