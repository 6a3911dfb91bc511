package io.selfheal.responder.config;

import io.selfheal.schemas.config.Setting;

/** Where outcomes are written down on this host, beside the fleet's topic (COL-27). */
public record AuditSettings(
        @Setting(
                doc = "Whether each outcome is a line of the agent's log too, which systemd's journal keeps: what was"
                        + " done to whom, how it ended, and which decision or order asked for it.",
                value = "true")
        boolean journal) {}
