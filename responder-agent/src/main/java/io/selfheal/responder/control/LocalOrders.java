package io.selfheal.responder.control;

import io.selfheal.responder.order.OrderDesk;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.order.NodeAct.ScanProfile;
import io.selfheal.schemas.outcome.Detail.BackupReport;
import io.selfheal.schemas.outcome.Detail.FileReport;
import io.selfheal.schemas.outcome.Detail.Finding;
import io.selfheal.schemas.outcome.Detail.Host;
import io.selfheal.schemas.outcome.Detail.HostsReport;
import io.selfheal.schemas.outcome.Detail.Port;
import io.selfheal.schemas.outcome.Detail.ScanReport;
import io.selfheal.schemas.outcome.Detail.UpdateReport;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What an administrator of this node asks for here and now: units, scans, files. Sessions, accounts and power have no
 * command: who may do that as root needs none, and who may use the socket must not become root by it.
 */
public final class LocalOrders {
    private final OrderDesk desk;
    private final BiFunction<Map<String, Object>, String, Map<String, Object>> others;

    /** @param others answers all other requests */
    public LocalOrders(OrderDesk desk, BiFunction<Map<String, Object>, String, Map<String, Object>> others) {
        this.desk = desk;
        this.others = others;
    }

    /** @throws IllegalArgumentException if the request is none, saying what is allowed */
    public Map<String, Object> handle(Map<String, Object> request, String user) {
        return switch (String.valueOf(request.get("command"))) {
            case "approve" ->
                request.get("id") instanceof String id && desk.approve(id)
                        ? Reply.done(id + " is approved")
                        : others.apply(request, user);
            case "heal" -> GuestControl.isMeant(request) ? others.apply(request, user) : done(unit(request), user);
            case "scan" -> done(scan(request), user);
            case "estimate-scan" -> estimate(scan(request));
            case "cancel-scan" -> done(new NodeAct.CancelScan(text(request, "id")), user);
            case "check-file" -> done(new NodeAct.CheckFile(text(request, "path")), user);
            default -> others.apply(request, user);
        };
    }

    private static NodeAct unit(Map<String, Object> request) {
        String unit = text(request, "unit");
        return switch (text(request, "wish")) {
            case "restart" -> new NodeAct.RestartUnit(unit);
            case "start" -> new NodeAct.StartUnit(unit);
            case "stop" -> new NodeAct.StopUnit(unit);
            default -> throw new IllegalArgumentException("wish is unknown; allowed: restart, start, stop");
        };
    }

    private static NodeAct scan(Map<String, Object> request) {
        return switch (text(request, "profile")) {
            case "quick" -> new NodeAct.Scan(ScanProfile.QUICK, text(request, "target"));
            case "default" -> new NodeAct.Scan(ScanProfile.DEFAULT, text(request, "target"));
            case "vulnerability" -> new NodeAct.Scan(ScanProfile.VULNERABILITY, text(request, "target"));
            case "thorough" -> new NodeAct.Scan(ScanProfile.THOROUGH, text(request, "target"));
            case "stealth" -> new NodeAct.Scan(ScanProfile.STEALTH, text(request, "target"));
            case "discovery" -> new NodeAct.Scan(ScanProfile.DISCOVERY, text(request, "target"));
            default ->
                throw new IllegalArgumentException("profile is unknown; allowed: quick, default, vulnerability,"
                        + " thorough, stealth, discovery");
        };
    }

    private Map<String, Object> estimate(NodeAct act) {
        return desk.estimate(act)
                .map(Reply::done)
                .orElseGet(() -> Reply.refused(act.target() + ": nothing is known about how long it takes"));
    }

    private Map<String, Object> done(NodeAct act, String user) {
        Result result = desk.local(act, user);
        if (result.status() == Status.REFUSED || result.status() == Status.FAILED) {
            return Reply.refused(act.target() + ": " + result.reason());
        }
        String word =
                switch (result.status()) {
                    case SIMULATED -> "would be done; this node only simulates (modes)";
                    case ALREADY_IN_FORCE -> "nothing to do";
                    case SKIPPED_COOLDOWN -> "skipped";
                    case APPLIED, LIFTED, WAITING, ACCEPTED, REFUSED, FAILED -> "done";
                };
        Map<String, Object> reply =
                Reply.done(act.target() + ": " + word + (result.reason().isEmpty() ? "" : "; " + result.reason()));
        reply.put("target", act.target());
        reply.put("status", result.status());
        Optional.ofNullable(result.detail()).ifPresent(detail -> {
            switch (detail) {
                case ScanReport scan -> put(reply, scan);
                case HostsReport found -> put(reply, found);
                case FileReport file -> put(reply, file);
                case BackupReport b -> {} // nobody orders a backup or a check over this socket
                case UpdateReport u -> {}
            }
        });
        return reply;
    }

    private static void put(Map<String, Object> reply, ScanReport scan) {
        reply.put("address", scan.address());
        reply.put("up", scan.up());
        List<Map<String, Object>> ports = new ArrayList<>();
        for (Port port : scan.ports()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("port", port.port() + "/" + port.protocol());
            row.put("state", port.state());
            row.put("service", port.service());
            row.put("version", (port.product() + " " + port.version()).strip());
            ports.add(row);
        }
        List<Map<String, Object>> findings = new ArrayList<>();
        for (Finding finding : scan.findings()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("port", finding.port());
            row.put("state", finding.state());
            row.put("title", finding.title());
            row.put("ids", String.join(" ", finding.ids()));
            row.put("script", finding.script());
            findings.add(row);
        }
        reply.put("ports", ports);
        reply.put("findings", findings);
        reply.put("leftOut", scan.leftOut());
    }

    private static void put(Map<String, Object> reply, HostsReport found) {
        List<Map<String, Object>> hosts = new ArrayList<>();
        for (Host host : found.hosts()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("address", host.address());
            row.put("mac", host.mac());
            row.put("vendor", host.vendor());
            hosts.add(row);
        }
        reply.put("hosts", hosts);
        reply.put("leftOut", found.leftOut());
    }

    private static void put(Map<String, Object> reply, FileReport file) {
        reply.put("infected", file.infected());
        reply.put("signatures", file.signatures());
        reply.put("sha256", file.sha256());
        reply.put("engine", file.engine());
        reply.put("scanned", file.scanned());
        reply.put("mimeType", file.mimeType());
    }

    private static String text(Map<String, Object> request, String name) {
        if (request.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new IllegalArgumentException(name + " is missing; allowed: text");
    }
}
