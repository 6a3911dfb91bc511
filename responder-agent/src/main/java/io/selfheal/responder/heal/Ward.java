package io.selfheal.responder.heal;

import io.selfheal.schemas.outcome.Outcome.ActionKind;

/** What is healed, in the words of outcomes, alerts and settings. */
public enum Ward {
    SERVICE("service", "the service manager", ActionKind.RESTART_UNIT, "modes.restart-unit", "heal.units"),
    GUEST("guest", "Proxmox", ActionKind.RESTART_GUEST, "modes.restart-guest", "heal.guests");

    private final String noun;
    private final String keeper;
    private final ActionKind action;
    private final String mode;
    private final String list;

    Ward(String noun, String keeper, ActionKind action, String mode, String list) {
        this.noun = noun;
        this.keeper = keeper;
        this.action = action;
        this.mode = mode;
        this.list = list;
    }

    /** One of them. */
    String noun() {
        return noun;
    }

    /** Who starts and stops them. */
    String keeper() {
        return keeper;
    }

    ActionKind action() {
        return action;
    }

    /** The setting that says how far the node goes. */
    String mode() {
        return mode;
    }

    /** The setting that names them. */
    String list() {
        return list;
    }
}
