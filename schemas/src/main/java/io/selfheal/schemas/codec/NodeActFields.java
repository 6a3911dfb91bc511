package io.selfheal.schemas.codec;

import io.selfheal.schemas.order.NodeAct;
import java.io.IOException;

/** What an order to a node asks for; {@code selfheal.type} is its kind. */
final class NodeActFields {
    private static final String TYPES = "block, unblock, restart_unit, start_unit, stop_unit, end_sessions,"
            + " lock_account, unlock_account, reboot, shut_down, cancel_shutdown, scan, cancel_scan, check_file,"
            + " isolate, release";

    private NodeActFields() {}

    static void write(NodeAct value, JsonWriter to) throws IOException {
        switch (value) {
            case NodeAct.RestartUnit act -> to.text("unit", act.unit());
            case NodeAct.StartUnit act -> to.text("unit", act.unit());
            case NodeAct.StopUnit act -> to.text("unit", act.unit());
            case NodeAct.EndSessions act -> to.text("account", act.account());
            case NodeAct.LockAccount act -> to.text("account", act.account());
            case NodeAct.UnlockAccount act -> to.text("account", act.account());
            case NodeAct.Reboot act -> to.number("delay_minutes", act.delayMinutes());
            case NodeAct.ShutDown act -> to.number("delay_minutes", act.delayMinutes());
            case NodeAct.CancelShutdown act -> {}
            case NodeAct.Scan act -> to.constant("profile", act.profile()).text("network", act.network());
            case NodeAct.CancelScan act -> to.text("scan", act.scan());
            case NodeAct.CheckFile act -> to.text("path", act.path());
            case NodeAct.Isolate act -> to.number("minutes", act.minutes());
            case NodeAct.Release act -> {}
        }
    }

    static NodeAct read(String type, Fields own, Fields o) throws DecodeException {
        return switch (type) {
            case "restart_unit" -> new NodeAct.RestartUnit(o.text("unit"));
            case "start_unit" -> new NodeAct.StartUnit(o.text("unit"));
            case "stop_unit" -> new NodeAct.StopUnit(o.text("unit"));
            case "end_sessions" -> new NodeAct.EndSessions(o.text("account"));
            case "lock_account" -> new NodeAct.LockAccount(o.text("account"));
            case "unlock_account" -> new NodeAct.UnlockAccount(o.text("account"));
            case "reboot" -> new NodeAct.Reboot(o.int32("delay_minutes"));
            case "shut_down" -> new NodeAct.ShutDown(o.int32("delay_minutes"));
            case "cancel_shutdown" -> new NodeAct.CancelShutdown();
            case "scan" -> new NodeAct.Scan(o.oneOf("profile", NodeAct.ScanProfile.class), o.text("network"));
            case "cancel_scan" -> new NodeAct.CancelScan(o.text("scan"));
            case "check_file" -> new NodeAct.CheckFile(o.text("path"));
            case "isolate" -> new NodeAct.Isolate(o.int32("minutes"));
            case "release" -> new NodeAct.Release();
            default -> throw own.wrong("type", type, TYPES);
        };
    }
}
