package io.selfheal.responder.config;

import io.selfheal.responder.schedule.Schedule;
import io.selfheal.schemas.config.Setting;

/** One message a day of how this node is (HLT-04, HLT-24). */
public record DigestSettings(
        @Setting(
                doc = "Whether the node sends a digest; without, backups that were made and updates that are not urgent"
                        + " are alerts of their own.",
                value = "true")
        boolean enabled,

        @Setting(
                doc = "When, in the node's time zone: minute hour day-of-month month day-of-week. Each node waits up to"
                        + " a quarter of an hour longer, always the same, so that not all speak at once.",
                value = "0 7 * * *")
        Schedule at) {}
