package io.selfheal.responder.config;

import io.selfheal.schemas.config.Setting;
import java.util.List;

/** Accounts. Accounts of the system (below {@code first-uid}) are protected in any case, and root always is. */
public record PeopleSettings(
        @Setting(doc = "Accounts that are never touched.", value = "[root]")
        List<String> protectedAccounts,

        @Setting(doc = "Whether administrators (guard.admin-groups) are never touched either.", value = "true")
        boolean protectAdministrators,

        @Setting(doc = "Accounts with a lower number belong to the system.", value = "1000", allowed = "1 to 60000")
        int firstUid) {
    public PeopleSettings {
        if (firstUid < 1 || firstUid > 60_000) {
            throw new IllegalArgumentException("first-uid is out of range; allowed: 1 to 60000");
        }
    }
}
