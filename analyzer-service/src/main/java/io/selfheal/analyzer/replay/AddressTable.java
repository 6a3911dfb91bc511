package io.selfheal.analyzer.replay;

import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.schemas.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Profiles by address. Open addressing over the bits of the addresses: to find one of a hundred thousand reads two
 * places in memory, where a map of objects reads four. Nothing is ever taken out.
 */
final class AddressTable {
    private long[] addresses = new long[2 * 1024];
    private @Nullable SourceProfile[] profiles = new SourceProfile[1024];
    private int size;

    /** The profile of the address; null if there is none. */
    @Nullable
    SourceProfile get(IpAddress address) {
        return profiles[place(address.high(), address.low())];
    }

    void put(IpAddress address, SourceProfile profile) {
        if (size >= profiles.length / 2) {
            grow();
        }
        int place = place(address.high(), address.low());
        size += profiles[place] == null ? 1 : 0;
        set(place, address.high(), address.low(), profile);
    }

    /** Where the address is, or would be. */
    private int place(long high, long low) {
        int last = profiles.length - 1;
        int place = (int) (((high * 31 + low) * 0x9E3779B97F4A7C15L) >>> 32) & last;
        while (profiles[place] != null && (addresses[2 * place + 1] != low || addresses[2 * place] != high)) {
            place = place + 1 & last;
        }
        return place;
    }

    private void set(int place, long high, long low, SourceProfile profile) {
        addresses[2 * place] = high;
        addresses[2 * place + 1] = low;
        profiles[place] = profile;
    }

    private void grow() {
        long[] before = addresses;
        @Nullable SourceProfile[] all = profiles;
        addresses = new long[2 * before.length];
        profiles = new SourceProfile[2 * all.length];
        for (int i = 0; i < all.length; i++) {
            SourceProfile profile = all[i];
            if (profile != null) {
                set(place(before[2 * i], before[2 * i + 1]), before[2 * i], before[2 * i + 1], profile);
            }
        }
    }
}
